// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Spheres over a chequered floor, one light, shadows and one reflection, in fixed point with nine decimals.
/// Each vector is a struct in memory, and memory is never given back: that is how Solidity code grows it.
contract RayTracer {
    int256 constant ONE = 1e9;
    int256 constant FAR = 1e6 * ONE;
    /// Where a ray that leaves a surface begins to look for the next, so that it does not hit the same one.
    int256 constant NEAR = ONE / 1000;
    int256 constant AMBIENT = ONE / 10;

    struct Vector {
        int256 x;
        int256 y;
        int256 z;
    }

    struct Ray {
        Vector origin;
        Vector direction;
    }

    struct Sphere {
        Vector centre;
        int256 radius;
        int256 brightness;
        int256 mirror;
    }

    struct Hit {
        int256 distance;
        Vector point;
        Vector normal;
        int256 brightness;
        int256 mirror;
    }

    struct Scene {
        Sphere[] spheres;
        Vector light;
    }

    /// One byte of brightness for each pixel, row by row from the top.
    function render(uint256 width, uint256 height) external pure returns (bytes memory pixels) {
        Scene memory scene = world();
        pixels = new bytes(width * height);
        for (uint256 row = 0; row < height; row++) {
            for (uint256 column = 0; column < width; column++) {
                int256 brightness = trace(scene, rayThrough(column, row, width, height), 1);
                if (brightness > ONE) brightness = ONE;
                pixels[row * width + column] = bytes1(uint8(uint256((brightness * 255) / ONE)));
            }
        }
    }

    function world() internal pure returns (Scene memory scene) {
        scene.light = Vector(-5 * ONE, 8 * ONE, -6 * ONE);
        scene.spheres = new Sphere[](4);
        scene.spheres[0] = Sphere(Vector(0, ONE, 0), ONE, (ONE * 9) / 10, ONE / 2);
        scene.spheres[1] = Sphere(Vector(-2 * ONE, ONE / 2, -ONE), ONE / 2, (ONE * 6) / 10, ONE / 5);
        scene.spheres[2] = Sphere(Vector((ONE * 7) / 4, (ONE * 3) / 4, -ONE), (ONE * 3) / 4, (ONE * 4) / 10, ONE / 4);
        scene.spheres[3] = Sphere(Vector(ONE / 2, ONE / 4, (-5 * ONE) / 2), ONE / 4, (ONE * 8) / 10, 0);
    }

    /// From an eye above the floor, slightly down.
    function rayThrough(uint256 column, uint256 row, uint256 width, uint256 height)
        internal
        pure
        returns (Ray memory)
    {
        int256 across = (int256(2 * column + 1) * ONE) / int256(width) - ONE;
        int256 up = ONE - (int256(2 * row + 1) * ONE) / int256(height);
        Vector memory direction = Vector(across, (up * int256(height)) / int256(width) - ONE / 5, 2 * ONE);
        return Ray(Vector(0, (ONE * 3) / 2, -6 * ONE), normalized(direction));
    }

    /// Brightness of what the ray meets.
    function trace(Scene memory scene, Ray memory ray, uint256 reflections) internal pure returns (int256 brightness) {
        Hit memory hit = nearest(scene, ray);
        if (hit.distance == FAR) return skyAlong(ray.direction);
        Vector memory toLight = minus(scene.light, hit.point);
        int256 lightDistance = squareRoot(dot(toLight, toLight));
        toLight = scaled(toLight, (ONE * ONE) / lightDistance);
        brightness = AMBIENT;
        int256 facing = dot(hit.normal, toLight);
        if (facing > 0 && nearest(scene, Ray(hit.point, toLight)).distance >= lightDistance) brightness += facing;
        brightness = (brightness * hit.brightness) / ONE;
        if (reflections > 0 && hit.mirror > 0) {
            Vector memory away = scaled(hit.normal, 2 * dot(ray.direction, hit.normal));
            int256 mirrored = trace(scene, Ray(hit.point, minus(ray.direction, away)), reflections - 1);
            brightness = (brightness * (ONE - hit.mirror) + mirrored * hit.mirror) / ONE;
        }
    }

    function skyAlong(Vector memory direction) internal pure returns (int256) {
        return direction.y > 0 ? ONE / 2 + direction.y / 2 : ONE / 2;
    }

    function nearest(Scene memory scene, Ray memory ray) internal pure returns (Hit memory hit) {
        hit.distance = FAR;
        Sphere memory met;
        for (uint256 i = 0; i < scene.spheres.length; i++) {
            int256 distance = distanceTo(scene.spheres[i], ray);
            if (distance < hit.distance) {
                hit.distance = distance;
                met = scene.spheres[i];
            }
        }
        int256 floor = ray.direction.y < 0 ? (-ray.origin.y * ONE) / ray.direction.y : FAR;
        if (floor > NEAR && floor < hit.distance) {
            hit.distance = floor;
            hit.point = pointAt(ray, floor);
            hit.normal = Vector(0, ONE, 0);
            hit.brightness = isDark(hit.point) ? ONE / 5 : (ONE * 7) / 10;
        } else if (hit.distance < FAR) {
            hit.point = pointAt(ray, hit.distance);
            hit.normal = scaled(minus(hit.point, met.centre), (ONE * ONE) / met.radius);
            hit.brightness = met.brightness;
            hit.mirror = met.mirror;
        }
    }

    function isDark(Vector memory point) internal pure returns (bool) {
        return ((point.x + 1000 * ONE) / ONE + (point.z + 1000 * ONE) / ONE) % 2 == 0;
    }

    function distanceTo(Sphere memory sphere, Ray memory ray) internal pure returns (int256) {
        Vector memory toCentre = minus(sphere.centre, ray.origin);
        int256 along = dot(toCentre, ray.direction);
        int256 discriminant = (along * along) / ONE - dot(toCentre, toCentre) + (sphere.radius * sphere.radius) / ONE;
        if (discriminant < 0) return FAR;
        int256 half = squareRoot(discriminant);
        if (along - half > NEAR) return along - half;
        return along + half > NEAR ? along + half : FAR;
    }

    function pointAt(Ray memory ray, int256 distance) internal pure returns (Vector memory) {
        return plus(ray.origin, scaled(ray.direction, distance));
    }

    function plus(Vector memory a, Vector memory b) internal pure returns (Vector memory) {
        return Vector(a.x + b.x, a.y + b.y, a.z + b.z);
    }

    function minus(Vector memory a, Vector memory b) internal pure returns (Vector memory) {
        return Vector(a.x - b.x, a.y - b.y, a.z - b.z);
    }

    function scaled(Vector memory a, int256 factor) internal pure returns (Vector memory) {
        return Vector((a.x * factor) / ONE, (a.y * factor) / ONE, (a.z * factor) / ONE);
    }

    function dot(Vector memory a, Vector memory b) internal pure returns (int256) {
        return (a.x * b.x + a.y * b.y + a.z * b.z) / ONE;
    }

    function normalized(Vector memory a) internal pure returns (Vector memory) {
        return scaled(a, (ONE * ONE) / squareRoot(dot(a, a)));
    }

    /// Newton's method, from above.
    function squareRoot(int256 a) internal pure returns (int256 root) {
        if (a <= 0) return 0;
        int256 square = a * ONE;
        root = square;
        int256 next = a / 2 + ONE;
        while (next < root) {
            root = next;
            next = (root + square / root) / 2;
        }
    }
}
