"""Test charts: a zone plate, a Siemens star, a gradient with noise, a page of text."""
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .tools import grid, reduced, smoothstep, to_bytes


def zone_plate(side):
    """Rings whose frequency grows with the radius and reaches the pixel grid's limit at the middle of each side."""
    y, x = grid(side, side)
    r2 = (x - side / 2) ** 2 + (y - side / 2) ** 2
    return to_bytes(0.5 + 0.5 * np.cos(np.pi * r2 / side))


def siemens_star(side, spokes=48, samples=4):
    """Spokes that narrow to a point, a black rim, and two gray rings that mark 4 and 8 pixels per spoke pair."""
    y, x = grid(side * samples, side * samples)
    y, x = y / samples - side / 2, x / samples - side / 2
    radius = np.hypot(x, y)
    white = np.sin(spokes * np.arctan2(y, x)) > 0
    image = np.where(white, 0.98, 0.04).astype(np.float32)
    for pixels in (4, 8, 16):
        image[np.abs(radius - spokes * pixels / (2 * np.pi)) < 0.9] = 0.5
    rim = side * 0.47
    image[radius > rim] = 0.04
    image[radius > rim + side * 0.012] = 0.98
    image[radius < 2.5] = 0.5
    return to_bytes(reduced(image, samples))


def noisy_gradient(rng, height, width):
    """Brightness from left to right, grain from top to bottom, and a wedge of eleven grays under it."""
    y, x = grid(height, width)
    level = 0.08 + 0.80 * x / width
    grain = 0.005 + 0.16 * smoothstep(0, 1, y / (height * 0.8))
    image = level + grain * rng.standard_normal((height, width), dtype=np.float32)
    wedge = y > height * 0.82
    image[wedge] = (np.floor(x / width * 11) / 10)[wedge]
    image[np.abs(y - height * 0.82) < 1.5] = 0
    return to_bytes(image)


HEADING = 'What pooling keeps'
LEFT = '''A picture is a sheet of numbers. To make it smaller, lay a grid of windows over it and let every window speak
with one voice. Which voice, is the question of this page.

The maximum lets the loudest speak. One bright star in a black field survives any number of halvings; so does one speck
of dust. Thin white lines grow thick, thin black lines vanish. On this page, where ink is dark, the maximum eats the
letters.

The average lets everyone speak at once. Light is neither won nor lost: a window's mean, times its size, is its sum. A
star fades into its sky, the dust fades with it, and print turns gray but keeps its weight.'''
RIGHT = '''Neither is right. A network that asks whether an edge was anywhere near wants the maximum. An eye that asks what the
picture looked like from further away wants the average.

Windows may overlap. They may reach over the border, where there is nothing: then someone must say whether nothing
counts. Three frameworks gave three answers, and all three are in use.

Read this page again after it was pooled by two, by four and by eight. At two it is small print. At four the words are
still there as shapes. At eight only the paragraphs are left, and the four squares below.'''
SQUARES = ((1, 3, 2, 1), (4, 9, 0, 5), (7, 2, 8, 6), (0, 5, 3, 4))


def paragraphs(draw, text, font, left, top, width, leading):
    """Justified paragraphs; returns where they end."""
    space = draw.textlength(' ', font=font)
    for paragraph in text.split('\n\n'):
        lines, line = [], []
        for word in paragraph.split():
            if line and draw.textlength(' '.join(line + [word]), font=font) > width:
                lines.append(line)
                line = []
            line.append(word)
        for number, words in enumerate(lines + [line]):
            gap = space
            if number < len(lines) and len(words) > 1:
                gap = (width - sum(draw.textlength(w, font=font) for w in words)) / (len(words) - 1)
            x = left
            for word in words:
                draw.text((x, top), word, font=font, fill=20)
                x += draw.textlength(word, font=font) + gap
            top += leading
        top += leading * 0.55
    return top


def squares(draw, values, left, top, cell, font):
    for r, line in enumerate(values):
        for c, value in enumerate(line):
            x, y = left + c * cell, top + r * cell
            gray = 255 - round(value * 17)
            draw.rectangle((x, y, x + cell, y + cell), fill=gray, outline=0, width=2)
            draw.text((x + cell / 2, y + cell / 2), str(value), font=font, fill=0 if gray > 120 else 255, anchor='mm')


def page_of_text(height, width, samples=2):
    """A page in two columns with a figure, in sixteen grays (as 4-bit samples)."""
    s = samples
    image = Image.new('L', (width * s, height * s), 250)
    draw = ImageDraw.Draw(image)
    font = lambda size: ImageFont.load_default(size * s)  # noqa: E731
    draw.text((width * s / 2, 62 * s), HEADING, font=font(46), fill=0, anchor='mt')
    draw.text((width * s / 2, 124 * s), 'a page to be read at several sizes', font=font(17), fill=70, anchor='mt')
    draw.line((60 * s, 162 * s, (width - 60) * s, 162 * s), fill=0, width=2 * s)
    column = (width - 60 * 2 - 34) / 2
    ends = [paragraphs(draw, text, font(17), (60 + i * (column + 34)) * s, 184 * s, column * s, 25 * s)
            for i, text in enumerate((LEFT, RIGHT))]
    top = max(ends) + 14 * s
    draw.line((60 * s, top - 12 * s, (width - 60) * s, top - 12 * s), fill=0, width=s)
    cell = 40 * s
    maxima = [[max(SQUARES[r][c] for r in (2 * i, 2 * i + 1) for c in (2 * j, 2 * j + 1)) for j in (0, 1)] for i in (0, 1)]
    squares(draw, SQUARES, 110 * s, top + 8 * s, cell, font(20))
    draw.line((300 * s, top + 88 * s, 400 * s, top + 88 * s), fill=0, width=3 * s)
    draw.polygon([(400 * s, top + 80 * s), (418 * s, top + 88 * s), (400 * s, top + 96 * s)], fill=0)
    draw.text((355 * s, top + 72 * s), 'max 2 by 2', font=font(15), fill=0, anchor='ms')
    squares(draw, maxima, 446 * s, top + 8 * s, 2 * cell, font(30))
    gray = reduced(np.asarray(image, np.float32), s)
    return np.rint(gray / 17).astype(np.uint8)
