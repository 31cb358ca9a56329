"""Bright things: soap bubbles, a balloon sticker, a rose window."""
import colorsys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .tools import grid, mix, reduced, smooth_noise, smoothstep, to_bytes


def over(below, above):
    """Premultiplied RGBA upon premultiplied RGBA."""
    return above + below * (1 - above[..., 3:])


def bubbles(rng, height, width):
    """Soap bubbles on nothing: colours of thin films at the rim, almost clear within."""
    y, x = grid(height, width)
    picture = np.zeros((height, width, 4))
    places = ((0.30, 0.56, 0.36), (0.67, 0.42, 0.27), (0.55, 0.80, 0.15), (0.87, 0.74, 0.17), (0.12, 0.20, 0.13),
              (0.44, 0.14, 0.10), (0.88, 0.15, 0.095), (0.09, 0.86, 0.075), (0.73, 0.88, 0.055), (0.57, 0.10, 0.04), (0.97, 0.46, 0.045))
    swirl = smooth_noise(rng, height, width, 4, 4)
    for cx, cy, size in places:
        r = size * height
        u, v = (x - cx * width) / r, (y - cy * height) / r
        d = np.hypot(u, v)
        inside = 1 - smoothstep(1 - 1.6 / r, 1, d)
        depth = np.sqrt(np.clip(1 - d * d, 0, 1))
        phase = 9 * (1 - depth) + 3.2 * swirl + 1.4 * v + 11 * cx
        film = 0.5 + 0.5 * np.cos(phase[..., None] + np.array((0.0, 2.1, 4.2)))
        film = mix(film, (1, 1, 1), 0.22)
        rim = 0.07 + 0.72 * (1 - depth) ** 2.2
        alpha = rim * inside
        bubble = np.concatenate((film * alpha[..., None], alpha[..., None]), -1)
        for hx, hy, hr, power in ((-0.42, -0.48, 0.20, 0.95), (0.45, 0.52, 0.15, 0.55)):
            bend = np.hypot((u - hx) * 1.25 + (v - hy) * 0.75 * np.sign(hx) * -1, (v - hy) * 0.8 + (u - hx) * 0.35)
            shine = power * smoothstep(hr, hr * 0.35, bend) * inside
            bubble = over(bubble, np.stack((shine, shine, shine, shine), -1))
        picture = over(picture, bubble)
    alpha = picture[..., 3:]
    colour = np.where(alpha > 0, picture[..., :3] / np.maximum(alpha, 1e-6), 0)
    return to_bytes(np.concatenate((colour, alpha), -1))


def balloon(height, width):
    """A hot-air balloon as a sticker, with a white border and a soft shadow, as RGBA."""
    s = 3
    h, w = height * s, width * s
    y, x = grid(h, w)
    cx, cy, r = w * 0.5, h * 0.38, h * 0.31
    v = (y - cy) / r
    taper = np.where(v > 0, np.sqrt(np.clip(1 - (v / 1.36) ** 2, 0, 1)) * (1 - 0.16 * np.clip(v, 0, 1.36) ** 2), np.sqrt(np.clip(1 - v * v, 0, 1)))
    half = np.maximum(r * 0.98 * taper, 1e-3)
    t = (x - cx) / half
    envelope = (np.abs(t) < 1) & (v > -1) & (v < 1.20)
    angle = np.arcsin(np.clip(t, -1, 1)) / (np.pi / 2)
    gore = np.floor((angle + 1) * 5.5).astype(int)
    hues = np.array([colorsys.hsv_to_rgb(*c) for c in (
        (0.00, 0.80, 0.88), (0.09, 0.85, 0.97), (0.14, 0.72, 0.98), (0.40, 0.62, 0.70), (0.55, 0.75, 0.80), (0.62, 0.72, 0.72))])
    colour = hues[np.abs(gore - 5) % 6]
    band = np.abs(v - 0.15) < 0.15
    colour = np.where((band & (np.abs((v - 0.15) / 0.15) < 0.85 - np.abs(((angle + 1) * 5.5) % 1 - 0.5) * 1.6))[..., None], (0.99, 0.97, 0.92), colour)
    seam = np.abs(((angle + 1) * 5.5) % 1 - 0.5) > 0.475
    light = 0.62 + 0.42 * np.sqrt(np.clip(1 - ((t + 0.25) / 1.3) ** 2, 0, 1)) - 0.16 * np.clip(v, -0.2, 1.2) + 0.02
    colour = np.clip(colour * light[..., None] * np.where(seam, 0.82, 1)[..., None], 0, 1)
    shine = np.exp(-(((x - cx + r * 0.42) / (r * 0.15)) ** 2 + ((y - cy + r * 0.45) / (r * 0.30)) ** 2))
    colour = mix(colour, (1, 1, 1), 0.45 * shine)
    picture = Image.fromarray(np.dstack((to_bytes(colour), np.where(envelope, 255, 0).astype(np.uint8))), 'RGBA')
    draw = ImageDraw.Draw(picture)
    neck, basket = cy + r * 1.19, h * 0.835
    mouth = float(r * 0.98 * np.sqrt(1 - (1.19 / 1.36) ** 2) * (1 - 0.16 * 1.19 ** 2))
    draw.ellipse((cx - mouth, neck - r * 0.035, cx + mouth, neck + r * 0.06), fill=(92, 40, 34, 255))
    for side in (-1, -0.36, 0.36, 1):
        draw.line((cx + side * mouth * 0.92, neck, cx + side * w * 0.054, basket), fill=(70, 48, 36, 255), width=int(1.7 * s))
    bw, bh = w * 0.062, h * 0.085
    draw.rounded_rectangle((cx - bw, basket, cx + bw, basket + bh), radius=bw * 0.25, fill=(166, 108, 58, 255))
    for line in range(1, 5):
        for cell in range(-3, 4):
            draw.arc((cx + cell * bw * 0.29 - bw * 0.16, basket + line * bh / 5.2 - bh * 0.08,
                      cx + cell * bw * 0.29 + bw * 0.16, basket + line * bh / 5.2 + bh * 0.10), 180, 360, fill=(116, 70, 34, 255), width=s)
    draw.rounded_rectangle((cx - bw * 1.1, basket - bh * 0.06, cx + bw * 1.1, basket + bh * 0.14), radius=bw * 0.1, fill=(104, 62, 32, 255))
    solid = picture.getchannel('A')
    border = solid.filter(ImageFilter.GaussianBlur(3 * s)).point(lambda a: 255 if a > 4 else 0).filter(ImageFilter.GaussianBlur(s * 0.8))
    shadow = Image.new('L', border.size)
    shadow.paste(border, (4 * s, 7 * s))
    shadow = shadow.filter(ImageFilter.GaussianBlur(6 * s)).point(lambda a: round(a * 0.45))
    result = np.zeros((h, w, 4))
    for mask, tone in ((shadow, (0.05, 0.06, 0.12)), (border, (1, 1, 1))):
        alpha = np.asarray(mask, np.float64)[..., None] / 255
        result = over(result, np.concatenate((np.broadcast_to(tone, (h, w, 3)) * alpha, alpha), -1))
    top = np.asarray(picture, np.float64) / 255
    result = reduced(over(result, np.concatenate((top[..., :3] * top[..., 3:], top[..., 3:]), -1)), s)
    alpha = result[..., 3:]
    return to_bytes(np.concatenate((np.where(alpha > 0, result[..., :3] / np.maximum(alpha, 1e-6), 0), alpha), -1))


def rose_window(rng, height, width):
    """A rose of stained glass in a dark wall: saturated cells between thin lead lines."""
    s = 2
    h, w = height * s, width * s
    y, x = grid(h, w)
    unit = h * 0.46
    px, py = (x - w / 2) / unit, (y - h / 2) / unit
    radius = np.hypot(px, py)
    seeds, colours = [(0.0, 0.0)], [(1.0, 0.78, 0.20)]
    jewels = ((0.00, 0.88, 0.82), (0.60, 0.88, 0.86), (0.12, 0.90, 0.97), (0.37, 0.82, 0.58), (0.78, 0.68, 0.66), (0.52, 0.80, 0.80), (0.95, 0.76, 0.80))
    for ring, (at, count, pair) in enumerate(((0.20, 8, (0, 2)), (0.37, 16, (1, 5)), (0.53, 16, (2, 0)), (0.67, 32, (1, 4)), (0.80, 32, (3, 2)), (0.915, 48, (0, 1)), (1.06, 48, (6, 4)))):
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * (ring % 2)) / count
            seeds.append((at * np.cos(angle), at * np.sin(angle)))
            hue, sat, val = jewels[pair[k % 2]]
            colours.append(colorsys.hsv_to_rgb((hue + 0.025 * rng.standard_normal()) % 1, min(1, sat * (0.92 + 0.14 * rng.random())), min(1, val * (0.78 + 0.36 * rng.random()))))
    first = np.full((h, w), np.inf, np.float32)
    second, owner = first.copy(), np.zeros((h, w), int)
    for number, (sx, sy) in enumerate(seeds):
        d = np.hypot(px - sx, py - sy).astype(np.float32)
        second = np.where(d < first, first, np.minimum(second, d))
        owner, first = np.where(d < first, number, owner), np.minimum(first, d)
    glass = np.array(colours)[owner]
    texture = smooth_noise(rng, h, w, 26, 5, 0.65)
    sun = np.exp(-((px + 0.30) ** 2 + (py + 0.38) ** 2) / 0.75)
    glass = glass * (0.50 + 0.42 * texture + 0.42 * sun)[..., None] + (0.10 * sun * texture)[..., None]
    gap = second - first
    glass = glass * (0.72 + 0.28 * smoothstep(0.008, 0.06, gap))[..., None]
    glass = mix((0.030, 0.028, 0.034), glass, smoothstep(0.010, 0.017, gap))
    for ring in (0.285, 0.605, 0.985):
        glass = mix(glass, (0.035, 0.032, 0.038), 1 - smoothstep(0.009, 0.015, np.abs(radius - ring)))
    stone = smooth_noise(rng, h, w, 9, 7, 0.62)
    wall = mix((0.085, 0.075, 0.075), (0.215, 0.195, 0.185), stone)
    course = np.floor(y / (h / 7))
    joint = np.minimum(np.abs((y / (h / 7)) % 1 - 0.5), np.abs((x / (w / 7) + 0.5 * (course % 2)) % 1 - 0.5))
    edge = np.maximum(np.abs((y / (h / 7)) % 1 - 0.5), np.abs((x / (w / 7) + 0.5 * (course % 2)) % 1 - 0.5))
    wall = wall * (1 - 0.5 * smoothstep(0.480, 0.493, edge) + 0.05 * joint)[..., None]
    spill = np.exp(-np.clip(radius - 1.04, 0, None) / 0.16)
    wall = wall + (0.16 * spill)[..., None] * np.array((0.75, 0.55, 0.70))
    rim = smoothstep(0.985, 1.0, radius)
    molding = mix((0.36, 0.32, 0.30), (0.13, 0.12, 0.12), smoothstep(1.0, 1.075, radius)) * (0.85 + 0.35 * stone[..., None] + (0.28 * (-px - py) / np.maximum(radius, 0.1))[..., None])
    wall = mix(molding, wall, smoothstep(1.070, 1.078, radius))
    return to_bytes(reduced(mix(glass, wall, rim), s))
