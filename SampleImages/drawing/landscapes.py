"""Outdoor scenes: mountains at dawn, a night sky, a lighthouse, the moon."""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .tools import grid, mix, reduced, smooth_noise, smoothstep, to_bytes


def ridge(rng, width, cells, roughness=0.5, octaves=8):
    """A skyline in 0...1, one height per column."""
    line, amplitude = np.zeros(width), 1.0
    places = np.arange(width) / width
    for octave in range(octaves):
        knots = cells * 2 ** octave + 1
        line += amplitude * np.interp(places, np.linspace(0, 1, knots), rng.random(knots))
        amplitude *= roughness
    return (line - line.min()) / (line.max() - line.min())


def mountains(rng, height, width):
    """Seven ridges in the haze before a low sun, mirrored in a lake."""
    s = 2
    h, w = height * s, width * s
    shore = int(h * 0.70)
    y, x = grid(h, w)
    down = y / shore
    image = mix((0.16, 0.27, 0.50), (0.97, 0.72, 0.52), smoothstep(0.0, 0.95, down))
    far = np.hypot((x - w * 0.64) / h, (y - h * 0.235) / h)
    image += (0.75 * np.exp(-far * 5.5))[..., None] * np.array((1.0, 0.62, 0.30))
    image = mix(image, (1.0, 0.96, 0.84), 1 - smoothstep(0.044, 0.048, far))
    cloud = smooth_noise(rng, h, w, 3, 6)
    streaks = Image.fromarray(smooth_noise(rng, h, w // 5, 3, 6)).resize((w, h), Image.Resampling.BICUBIC)
    streaks = smoothstep(0.52, 0.82, np.asarray(streaks)) * smoothstep(0.55, 0.20, down)
    image = mix(image, mix((0.62, 0.50, 0.60), (1.0, 0.84, 0.66), np.exp(-far * 2.2)), 0.75 * streaks)
    for layer in range(7):
        near = layer / 6
        line = shore * (0.50 + 0.42 * near) - h * (0.17 - 0.05 * near) * ridge(rng, w, 3 + layer, 0.48)
        tone = mix(np.array((0.90, 0.68, 0.62)), np.array((0.055, 0.09, 0.13)), near ** 0.75)
        depth = y - line[None, :]
        mist = smoothstep(0, h * 0.22, depth) * 0.55 * (1 - near)
        snow = smoothstep(0.25, 0.8, cloud) * smoothstep(h * 0.05, 0, depth) * 0.55 * (layer in (1, 2))
        body = mix(mix(np.broadcast_to(tone, image.shape), (0.98, 0.80, 0.66), mist), (1, 0.93, 0.88), snow)
        image = mix(image, body, smoothstep(-0.8, 0.8, depth))
    row = np.arange(shore, h)  # the lake: the picture above, mirrored, rippled, darker
    depth = (row - shore) / (h - shore)
    ripple = smooth_noise(rng, h - shore, 160, 12, 4) - 0.5
    ripple = np.asarray(Image.fromarray(ripple.astype(np.float32)).resize((w, h - shore), Image.Resampling.BICUBIC))
    source = shore - 1 - (row - shore) * 1.6
    source = np.clip(source[:, None] + ripple * (20 + 130 * depth[:, None]) * s / 2, 0, shore - 1).astype(int)
    mirrored = image[source, np.arange(w)[None, :]]
    image[shore:] = mix(mirrored * 0.86, (0.05, 0.10, 0.17), 0.12 + 0.35 * depth[:, None] * np.ones((1, w)))
    return to_bytes(reduced(image, s))


def pine(draw, x, base, tall, rng):
    """A fir as a stack of ragged triangles."""
    half = tall * 0.22
    for tier in range(9):
        t = tier / 9
        top, bottom = base - tall * (1 - t * 0.92), base - tall * (1 - t * 0.92) + tall * 0.24
        reach = half * (0.16 + 0.95 * t) * (0.85 + 0.3 * rng.random())
        draw.polygon([(x, top), (x - reach, min(bottom, base)), (x + reach * (0.8 + 0.4 * rng.random()), min(bottom, base))], fill=255)
    draw.rectangle((x - tall * 0.02, base - tall * 0.1, x + tall * 0.02, base + tall * 0.2), fill=255)


def night_sky(rng, height, width):
    """The Milky Way over firs and a lit cabin; thousands of stars, most of them one pixel."""
    y, x = grid(height, width)
    image = mix((0.012, 0.02, 0.055), (0.10, 0.15, 0.24), smoothstep(0, 1, y / height) ** 1.6)
    image = mix(image, (0.42, 0.30, 0.22), 0.45 * np.exp(-((height * 0.88 - y) / (height * 0.16)) ** 2))
    along = ((x - width * 0.62) * 0.50 + (y - height * 0.35) * 0.866) / height
    across = ((x - width * 0.52) * 0.866 - (y - height * 0.40) * 0.50) / height
    clouds, dust = smooth_noise(rng, height, width, 5, 7, 0.6), smooth_noise(rng, height, width, 4, 7, 0.62)
    bend = across + 0.06 * np.sin(along * 3) + 0.10 * (clouds - 0.5)
    band = np.exp(-(bend / 0.16) ** 2) * (0.45 + 0.8 * clouds)
    lane = np.exp(-((bend + 0.015) / 0.05) ** 2) * smoothstep(0.35, 0.75, dust)
    image += (0.42 * band * (1 - 0.85 * lane))[..., None] * np.array((0.86, 0.82, 0.90))
    image += (0.16 * np.exp(-(bend / 0.06) ** 2) * clouds)[..., None] * np.array((1.0, 0.72, 0.50))
    chance = 0.0009 + 0.010 * band * (1 - 0.7 * lane)
    stars = rng.random((height, width)) < chance
    power = np.where(stars, 0.10 + 0.9 * rng.random((height, width)) ** 5, 0)
    tint = np.stack((0.85 + 0.15 * rng.random(power.shape), np.full(power.shape, 0.92), 0.85 + 0.15 * rng.random(power.shape)), -1)
    image += power[..., None] * tint
    for _ in range(46):  # the bright ones have a halo
        cy, cx, size = rng.random() * height * 0.8, rng.random() * width, 0.9 + 1.2 * rng.random() ** 3
        d2 = (y - cy) ** 2 + (x - cx) ** 2
        colour = np.array((0.80, 0.88, 1.0)) if rng.random() < 0.6 else np.array((1.0, 0.86, 0.70))
        image += (1.1 * np.exp(-d2 / (2 * size ** 2)) + 0.10 * np.exp(-d2 / (2 * (size * 4.5) ** 2)))[..., None] * colour
    s = 3
    mask = Image.new('L', (width * s, height * s))
    draw = ImageDraw.Draw(mask)
    line = height * s * (0.93 - 0.075 * ridge(rng, width * s, 3, 0.42))
    draw.polygon([(0, height * s), *enumerate(line.tolist()), (width * s, height * s)], fill=255)
    for _ in range(64):
        at = rng.random() * width * s
        side = abs(at / (width * s) - 0.56)
        pine(draw, at, line[min(int(at), width * s - 1)] + 8, height * s * (0.06 + 0.30 * side ** 0.8) * (0.6 + 0.8 * rng.random()), rng)
    cx, cy, u = width * s * 0.56, line[int(width * s * 0.56)] + 14, height * s / 100
    draw.rectangle((cx - 6 * u, cy - 6 * u, cx + 6 * u, cy), fill=255)
    draw.polygon([(cx - 7.5 * u, cy - 5.6 * u), (cx, cy - 11 * u), (cx + 7.5 * u, cy - 5.6 * u)], fill=255)
    draw.rectangle((cx + 2.6 * u, cy - 11 * u, cx + 4.2 * u, cy - 7 * u), fill=255)
    image = mix(image, (0.012, 0.016, 0.024), reduced(np.asarray(mask, np.float32) / 255, s))
    light = Image.new('L', (width * s, height * s))
    panes = ImageDraw.Draw(light)
    for left in (-4.2, 0.9):
        for dx in (0, 1.55):
            for dy in (0, 1.55):
                panes.rectangle((cx + (left + dx) * u, cy + (dy - 4.4) * u, cx + (left + dx + 1.3) * u, cy + (dy - 3.1) * u), fill=255)
    glow = reduced(np.asarray(light.filter(ImageFilter.GaussianBlur(4.5 * u)), np.float32) / 255, s)
    image += (2.4 * glow)[..., None] * np.array((1.0, 0.58, 0.20))
    image = mix(image, (1.0, 0.82, 0.44), reduced(np.asarray(light, np.float32) / 255, s))
    return to_bytes(image)


def lighthouse(rng, height, width):
    """A striped tower on a cliff at dusk, higher than wide."""
    s = 2
    h, w = height * s, width * s
    y, x = grid(h, w)
    horizon = h * 0.70
    image = mix((0.10, 0.20, 0.42), (0.98, 0.66, 0.47), smoothstep(0, 1, y / horizon) ** 1.3)
    clouds = smooth_noise(rng, h, w, 2, 7)
    image = mix(image, (0.99, 0.80, 0.70), 0.75 * smoothstep(0.50, 0.80, clouds) * smoothstep(0.0, 0.5, y / horizon))
    image = mix(image, (0.35, 0.34, 0.50), 0.55 * smoothstep(0.55, 0.85, 1 - clouds) * smoothstep(0.6, 0.1, y / horizon))
    waves = smooth_noise(rng, h // 8, w // 2, 6, 6)
    waves = np.asarray(Image.fromarray(waves).resize((w, h), Image.Resampling.BICUBIC))
    sea = mix((0.85, 0.60, 0.50), (0.05, 0.16, 0.27), smoothstep(horizon, h, y) ** 0.45)
    sea = sea + ((waves - 0.5) * 0.30 * smoothstep(horizon, horizon + h * 0.1, y))[..., None]
    image = mix(image, sea, smoothstep(horizon - 1, horizon + 1, y))
    cx, top, foot = w * 0.60, h * 0.255, h * 0.735
    lamp_y = h * 0.222
    for side, spread in ((-1, 0.085), (1, 0.085)):  # two beams
        run = (x - cx) * side
        beam = np.exp(-((y - lamp_y - side * run * 0.03) / (8 + np.abs(run) * spread)) ** 2) * (run > 0)
        image += (0.40 * beam * np.exp(-np.abs(run) / (w * 0.45)))[..., None] * np.array((1.0, 0.95, 0.72))
    rock = smooth_noise(rng, h, w, 14, 6, 0.6)
    edge = h * 0.735 + 22 * s * (ridge(rng, w, 9, 0.55) - 0.4)
    edge = edge + smoothstep(w * 0.42, w * 0.05, np.arange(w)) * h * 0.24
    depth = y - edge[None, :]
    slope = np.gradient(rock, axis=1) * 60 + np.gradient(rock, axis=0) * 25
    cliff = mix((0.30, 0.22, 0.20), (0.09, 0.08, 0.11), smoothstep(0, h * 0.24, depth)) * (0.9 + slope)[..., None]
    grass = mix((0.20, 0.30, 0.13), (0.34, 0.36, 0.16), rock)
    cliff = mix(cliff, grass, smoothstep(h * 0.032, h * 0.018, depth + 14 * (rock - 0.5)))
    image = mix(image, cliff, smoothstep(-1, 1, depth))
    half = w * (0.050 + 0.035 * (y - top) / (foot - top))
    t = (x - cx) / half
    shade = np.sqrt(np.clip(1 - np.clip(t, -1, 1) ** 2, 0, 1)) * 0.45 + 0.42 - 0.28 * t
    stripe = np.floor((y - top + 10 * t * t) / ((foot - top) / 7)) % 2
    tower = mix((0.97, 0.95, 0.92), (0.76, 0.10, 0.09), stripe) * shade[..., None]
    inside = (np.abs(t) < 1) & (y > top) & (y < foot + 8 * (1 - t * t) + 4 * s)
    for wy in (0.36, 0.53, 0.67):
        pane = (np.abs(x - cx + w * 0.008) < w * 0.011) & (np.abs(y - h * wy) < h * 0.0135)
        tower[pane] = (0.09, 0.09, 0.14)
    image[inside] = tower[inside]
    box = lambda x0, x1, y0, y1: (x > cx + w * x0) & (x < cx + w * x1) & (y > h * y0) & (y < h * y1)  # noqa: E731
    image[box(-0.068, 0.068, 0.250, 0.260)] = (0.12, 0.11, 0.14)
    image[box(-0.066, 0.066, 0.232, 0.2345)] = (0.16, 0.15, 0.18)
    for post in np.linspace(-0.064, 0.061, 9):
        image[box(post, post + 0.003, 0.232, 0.252)] = (0.16, 0.15, 0.18)
    image[box(-0.038, 0.038, 0.200, 0.250)] = (1.0, 0.90, 0.58)
    for post in (-0.038, -0.014, 0.011, 0.035):
        image[box(post, post + 0.004, 0.198, 0.250)] = (0.14, 0.12, 0.14)
    dome = ((x - cx) / (w * 0.047)) ** 2 + ((y - h * 0.200) / (h * 0.032)) ** 2
    image[(dome < 1) & (y < h * 0.200)] = (0.58, 0.09, 0.08)
    image[box(-0.003, 0.003, 0.150, 0.170)] = (0.14, 0.12, 0.14)
    d2 = ((x - cx) ** 2 + (y - lamp_y) ** 2) / (w * 0.07) ** 2
    image += (0.75 * np.exp(-d2))[..., None] * np.array((1.0, 0.88, 0.55))
    hx, hy = w * 0.83, h * 0.735  # the keeper's house
    wall = (np.abs(x - hx) < w * 0.085) & (y > hy - h * 0.050) & (y < hy + h * 0.012)
    image[wall] = (0.80, 0.74, 0.70)
    gable = (y > hy - h * 0.088) & (y < hy - h * 0.048) & (np.abs(x - hx) < w * 0.098 * (y - hy + h * 0.098) / (h * 0.050))
    image[gable] = (0.42, 0.14, 0.12)
    for dx in (-0.05, 0.0, 0.05):
        image[(np.abs(x - hx - w * dx) < w * 0.013) & (np.abs(y - hy + h * 0.022) < h * 0.012)] = (1.0, 0.82, 0.45)
    for _ in range(7):  # gulls
        gx, gy, span = w * (0.08 + 0.35 * rng.random()), h * (0.16 + 0.30 * rng.random()), (9 + 9 * rng.random()) * s
        u = (x - gx) / span
        wing = np.abs(y - gy - span * (0.55 * (np.abs(u) - 0.5) ** 2 - 0.14)) < span * 0.055 * (1.25 - np.abs(u))
        image[wing & (np.abs(u) < 1)] = (0.15, 0.15, 0.20)
    return to_bytes(reduced(image, s))


def moon(rng, side):
    """A cratered half moon, in 12-bit steps of a 16-bit range as a camera's sensor would deliver it."""
    y, x = grid(side, side)
    radius = side * 0.46
    u, v = (x - side / 2) / radius, (side / 2 - y) / radius
    inside = u * u + v * v < 1
    n = np.stack((u, v, np.sqrt(np.clip(1 - u * u - v * v, 0, 1))), -1)
    relief = 0.012 * (smooth_noise(rng, side, side, 14, 7, 0.65) - 0.5)
    rays = np.zeros_like(u)
    for _ in range(900):
        place = rng.standard_normal(3)
        place[2] = abs(place[2])
        place /= np.linalg.norm(place)
        size = 0.007 + 0.085 * rng.random() ** 9
        d = np.arccos(np.clip(n @ place.astype(np.float32), -1, 1)) / size
        deep = size * (0.05 + 0.07 * rng.random())
        floor = np.maximum(d * d, 0.30) - 1  # a flat floor, a wall, and a rim that runs out slowly
        relief += deep * (np.where(d < 1, floor + 0.35, 0.35 * np.exp(-(d - 1) / 0.28)))
        if size > 0.030 and rng.random() < 0.35:
            angle = np.arctan2(v - place[1], u - place[0])
            beams = 0.55 + 0.45 * np.cos(angle * 9 + 3 * np.cos(angle * 4 + place[0] * 9))
            rays += 0.09 * np.exp(-d / 4.0) * (0.35 + beams)
    maria = smoothstep(0.46, 0.60, smooth_noise(rng, side, side, 3, 6))
    gy, gx = np.gradient(relief * radius)
    bump = 2.1 * n[..., 2]  # seen at a slant the relief would tear the limb
    normal = n + np.stack((-gx * bump, gy * bump, np.zeros_like(gx)), -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    sun = np.array((-0.66, 0.30, 0.69))
    light = np.clip(normal @ sun, 0, None) ** 0.8
    albedo = 0.66 - 0.34 * maria + rays * (1 - 0.4 * maria) + 0.12 * (smooth_noise(rng, side, side, 24, 5) - 0.5)
    edge = smoothstep(1.0, 1.0 - 2.2 / radius, np.hypot(u, v))
    value = np.where(inside, light * albedo * edge, 0) + 0.004 + 0.010 * inside * edge
    value = np.clip(value * 1.05, 0, 1) ** (1 / 1.6)
    return (np.rint(value * 4095).astype(np.uint16) << 4)
