"""What the page of a comparison says of a place, and draws."""

from conftest import settle


def samples(page, row, column):
    return page.evaluate("([row, column]) => imagepool.samples(row, column)", [row, column])


def chosen(page):
    return int(page.locator("#row").input_value()), int(page.locator("#column").input_value())


def coloured(page, lower_left=False):
    """The colours of the map's pixels, each with how many there are; of all, or of the quarter of a quarter at the lower left."""
    settle(page)
    return page.evaluate(
        """(isCorner) => {
          const shown = document.querySelectorAll('#stage canvas')[2];
          const canvas = Object.assign(document.createElement('canvas'), { width: shown.width, height: shown.height });
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.drawImage(shown, 0, 0);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          const found = [];
          for (let i = 0; i < data.length; i += 4) {
            const [x, y] = [(i / 4) % canvas.width, Math.floor(i / 4 / canvas.width)];
            if (isCorner && (x > canvas.width / 4 || y < (canvas.height * 3) / 4)) continue;
            if (data[i + 3] === 255) found.push([data[i], data[i + 1], data[i + 2]].join());
          }
          return Object.fromEntries([...new Set(found)].map((colour) => [colour, found.filter((one) => one === colour).length]));
        }""",
        lower_left,
    )
