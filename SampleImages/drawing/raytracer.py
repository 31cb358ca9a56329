"""Spheres on a checkered floor: mirror reflections, soft shadows, a sky, three samples per pixel side."""
import numpy as np

from .tools import mix, reduced, smoothstep, to_bytes, to_srgb

# centre, radius, colour (linear), reflectivity at the middle, metal
SPHERES = (
    ((-0.15, 1.00, 0.35), 1.00, (0.95, 0.95, 0.97), 0.82, True),
    ((-2.05, 0.62, -0.55), 0.62, (0.80, 0.045, 0.04), 0.05, False),
    ((1.72, 0.72, -0.55), 0.72, (0.95, 0.62, 0.20), 0.55, True),
    ((0.62, 0.34, -1.65), 0.34, (0.04, 0.16, 0.75), 0.06, False),
    ((-0.85, 0.30, -1.75), 0.30, (0.05, 0.50, 0.16), 0.05, False),
    ((-1.65, 0.85, 2.30), 0.85, (0.85, 0.80, 0.72), 0.04, False),
    ((2.75, 0.95, 2.60), 0.95, (0.35, 0.07, 0.55), 0.07, False),
    ((1.45, 0.19, -2.05), 0.19, (0.90, 0.88, 0.85), 0.04, False),
)
LIGHT = np.array((-0.52, 0.74, -0.42), np.float32)
LIGHT = LIGHT / np.linalg.norm(LIGHT)
SOFTNESS = 0.07


def dot(a, b):
    return (a * b).sum(-1)


def sky(direction):
    up = np.clip(direction[:, 1], 0, 1)
    colour = mix((0.78, 0.85, 0.93), (0.13, 0.30, 0.66), smoothstep(0, 0.75, up ** 0.7))
    sun = np.clip(direction @ LIGHT, 0, 1)
    glow = 0.35 * sun ** 24 + 6.0 * smoothstep(0.9975, 0.9995, sun)
    return colour + glow[:, None] * np.array((1.0, 0.93, 0.80), np.float32)


def nearest(origin, direction):
    """Distance to and number of the nearest thing: −1 sky, 0 floor, 1... spheres."""
    with np.errstate(divide='ignore', invalid='ignore'):
        floor = -origin[:, 1] / direction[:, 1]
    distance = np.where((direction[:, 1] < -1e-5) & (floor > 1e-3), floor, np.inf)
    thing = np.where(np.isfinite(distance), 0, -1)
    for number, (centre, radius, *_rest) in enumerate(SPHERES, 1):
        offset = origin - np.array(centre, np.float32)
        b = dot(offset, direction)
        d = b * b - dot(offset, offset) + radius * radius
        t = -b - np.sqrt(np.maximum(d, 0))
        hit = (d > 0) & (t > 1e-3) & (t < distance)
        distance, thing = np.where(hit, t, distance), np.where(hit, number, thing)
    return distance, thing


def lit(point):
    """How much of the light's disc is seen from a point: how near its ray passes each sphere, in widths of the disc."""
    share = np.ones(len(point), np.float32)
    for centre, radius, *_rest in SPHERES:
        offset = np.array(centre, np.float32) - point
        along = offset @ LIGHT
        away = np.sqrt(np.maximum(dot(offset, offset) - along * along, 0))
        width = SOFTNESS * np.maximum(along, 1e-3)
        share *= np.where(along > 0, smoothstep(radius - width, radius + width, away), 1)
    return share


def near_floor(point):
    """The darkening where a sphere stands on the floor."""
    share = np.ones(len(point), np.float32)
    for centre, radius, *_rest in SPHERES:
        x, z = point[:, 0] - centre[0], point[:, 2] - centre[2]
        share *= 1 - 0.75 * np.exp(-(x * x + z * z) / (0.45 * radius * radius))
    return share


def checker(point, distance):
    """A checkerboard that fades to its mean where the pixels grow larger than its fields."""
    x, z = point[:, 0], point[:, 2]
    field = (np.floor(x) + np.floor(z)) % 2
    field = field + (0.5 - field) * smoothstep(9, 45, distance)
    return mix((0.055, 0.065, 0.085), (0.84, 0.82, 0.78), field)


def trace(origin, direction, depth):
    colour = np.zeros_like(direction)
    distance, thing = nearest(origin, direction)
    missed = thing < 0
    colour[missed] = sky(direction[missed])
    for number in range(len(SPHERES) + 1):
        at = np.flatnonzero(thing == number)
        if not len(at):
            continue
        ray, far = direction[at], distance[at]
        point = origin[at] + ray * far[:, None]
        if number == 0:
            normal = np.zeros_like(point)
            normal[:, 1] = 1
            base, mirror, metal = checker(point, far), 0.06, False
            ambient = near_floor(point)
        else:
            centre, radius, base, mirror, metal = SPHERES[number - 1]
            normal = (point - np.array(centre, np.float32)) / radius
            base = np.broadcast_to(np.array(base, np.float32), point.shape)
            ambient = 0.45 + 0.55 * (0.5 + 0.5 * normal[:, 1])
        facing = np.clip(-dot(normal, ray), 0, 1)
        share = lit(point + normal * 2e-3)
        sun = np.clip(normal @ LIGHT, 0, 1) * share
        diffuse = base * (1.15 * sun[:, None] * np.array((1.0, 0.95, 0.86), np.float32)
                          + (0.30 * ambient)[:, None] * np.array((0.75, 0.87, 1.0), np.float32))
        fresnel = mirror + (1 - mirror) * (1 - facing) ** 5 * (0.35 if number == 0 else 1)
        bounced = ray + 2 * facing[:, None] * normal
        reflected = trace(point + normal * 2e-3, bounced, depth - 1) if depth else sky(bounced)
        if number:
            highlight = np.clip(bounced @ LIGHT, 0, 1) ** 350 * share
            reflected = reflected + (5 * highlight)[:, None]
        reflected = reflected * base if metal else reflected
        own = mix(diffuse, reflected, fresnel)
        if number == 0:  # the floor dissolves into the haze at the horizon
            haze = 1 - np.exp(-np.maximum(far - 6, 0) / 30)
            own = mix(own, (0.78, 0.85, 0.93), haze)
        colour[at] = own
    return colour


def spheres(height, width, samples=3):
    eye, target = np.array((0.35, 1.75, -7.2), np.float32), np.array((0.22, 0.83, 0), np.float32)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross((0, 1, 0), forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    image = np.zeros((height, width, 3))
    for top in range(0, height, 20):  # in bands, so that memory stays small
        lines = min(20, height - top) * samples
        y, x = np.mgrid[0:lines, 0:width * samples].astype(np.float32)
        u = ((x + 0.5) / samples - width / 2) / (height / 2) * 0.41
        v = (height / 2 - top - (y + 0.5) / samples) / (height / 2) * 0.41
        ray = forward + u[..., None] * right + v[..., None] * up
        ray = (ray / np.linalg.norm(ray, axis=-1, keepdims=True)).reshape(-1, 3).astype(np.float32)
        colour = trace(np.broadcast_to(eye, ray.shape), ray, 3).reshape(lines, width * samples, 3)
        image[top:top + lines // samples] = reduced(to_srgb(colour), samples)
    return to_bytes(image)
