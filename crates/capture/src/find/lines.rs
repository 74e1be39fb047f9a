//! Straight edges in a picture: where colour changes along a line, whatever changes there.

use sohoa_core::shape::Point;

use super::image::{Image, apart};

/// Degrees between two directions that are told apart.
const DEGREE_STEP: f64 = 1.0;
const DIRECTIONS: usize = 180;
/// Pixels between two lines that are told apart.
const RHO_STEP: f64 = 2.0;
/// Levels below which a change of colour is noise.
const LEAST_SLOPE: f32 = 6.0;
/// Levels above which an edge does not count for more.
const FULL_SLOPE: f32 = 20.0;
/// Lines kept of each family.
const MOST_LINES: usize = 26;

/// A line: `x * nx + y * ny = rho`, with what was seen along it.
pub(super) struct Line {
    pub nx: f64,
    pub ny: f64,
    pub rho: f64,
    /// An edge of the picture itself, where no change can be seen.
    pub frame: bool,
    /// Sums of what was seen, for every step along the line from its place nearest to the origin.
    seen: Vec<f32>,
    /// Where the sums begin, in pixels along the line.
    begin: f64,
}

/// Steps along a line at which it is looked at, in pixels.
const STEP: f64 = 2.0;

impl Line {
    fn new(image: &Image, normal: (f64, f64), rho: f64, frame: bool) -> Self {
        let (nx, ny) = normal;
        let reach = (image.width as f64).hypot(image.height as f64);
        let mut line = Self {
            nx,
            ny,
            rho,
            frame,
            seen: vec![0.0],
            begin: -reach,
        };
        let steps = (2.0 * reach / STEP) as usize;
        let mut sum = 0.0;
        for i in 0..steps {
            let p = line.point(line.begin + (i as f64 + 0.5) * STEP);
            let inside = (0.0..image.width as f64).contains(&p.x)
                && (0.0..image.height as f64).contains(&p.y);
            if inside && !frame {
                sum += evidence(image, p, normal);
            }
            line.seen.push(sum);
        }
        line
    }

    fn point(&self, along: f64) -> Point {
        Point::new(
            self.nx * self.rho - self.ny * along,
            self.ny * self.rho + self.nx * along,
        )
    }

    /// Pixels along the line of the place nearest to `p`.
    fn along(&self, p: Point) -> f64 {
        p.y * self.nx - p.x * self.ny
    }

    /// How much of an edge is seen between two places on it, 0–1.
    pub fn share(&self, a: Point, b: Point) -> f64 {
        let (a, b) = (self.along(a), self.along(b));
        let (a, b) = (a.min(b), a.max(b));
        let at = |v: f64| {
            let i = ((v - self.begin) / STEP).clamp(0.0, (self.seen.len() - 1) as f64);
            f64::from(self.seen[i as usize])
        };
        (at(b) - at(a)) * STEP / (b - a).max(STEP)
    }

    /// The same over a stretch beyond `b`, seen from `a`.
    pub fn share_beyond(&self, a: Point, b: Point, part: f64) -> f64 {
        let beyond = Point::new(b.x + (b.x - a.x) * part, b.y + (b.y - a.y) * part);
        self.share(b, beyond)
    }

    pub fn meet(&self, other: &Self) -> Option<Point> {
        let det = self.nx * other.ny - self.ny * other.nx;
        (det.abs() > 0.2).then(|| {
            Point::new(
                (self.rho * other.ny - self.ny * other.rho) / det,
                (self.nx * other.rho - self.rho * other.nx) / det,
            )
        })
    }
}

/// How sure it is that colour changes across a line at a place, 0–1.
fn evidence(image: &Image, p: Point, (nx, ny): (f64, f64)) -> f32 {
    let side = |far: f64| image.at(Point::new(p.x + nx * far, p.y + ny * far));
    let mean = |a: [f32; 3], b: [f32; 3]| [0, 1, 2].map(|i| (a[i] + b[i]) / 2.0);
    let change = apart(mean(side(2.0), side(4.5)), mean(side(-2.0), side(-4.5)));
    ((change - LEAST_SLOPE) / (FULL_SLOPE - LEAST_SLOPE)).clamp(0.0, 1.0)
}

/// A place where colour changes, and the direction in which it does.
struct Place {
    x: f64,
    y: f64,
    gx: f64,
    gy: f64,
    weight: f64,
}

/// A line moved to where the places along it really are: a degree is many pixels at a page's end.
fn settled(places: &[Place], normal: (f64, f64), rho: f64) -> ((f64, f64), f64) {
    let ((mut nx, mut ny), mut rho) = (normal, rho);
    for near in [6.0, 3.5, 2.5] {
        let (mut sum, mut mx, mut my, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for p in places {
            let off = p.x * nx + p.y * ny - rho;
            if off.abs() < near && (p.gx * nx + p.gy * ny).abs() > 0.985 {
                let w = p.weight;
                sum += w;
                mx += w * p.x;
                my += w * p.y;
                xx += w * p.x * p.x;
                yy += w * p.y * p.y;
                xy += w * p.x * p.y;
            }
        }
        if sum < 1.0 {
            break;
        }
        (mx, my) = (mx / sum, my / sum);
        let (xx, yy, xy) = (xx / sum - mx * mx, yy / sum - my * my, xy / sum - mx * my);
        // Across the direction in which the places spread most.
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        let (ax, ay) = (-angle.sin(), angle.cos());
        let side = if ax * nx + ay * ny < 0.0 { -1.0 } else { 1.0 };
        if (ax * nx + ay * ny).abs() < 0.99 {
            break;
        }
        (nx, ny) = (ax * side, ay * side);
        rho = mx * nx + my * ny;
    }
    ((nx, ny), rho)
}

/// Edges that run rather down than across, and edges that run rather across.
pub(super) struct Families {
    pub down: Vec<Line>,
    pub across: Vec<Line>,
}

/// The strongest straight edges, and those of the picture.
pub(super) fn families(image: &Image) -> Families {
    let (w, h) = (image.width, image.height);
    let reach = (w as f64).hypot(h as f64);
    let rhos = (2.0 * reach / RHO_STEP) as usize + 2;
    let mut votes = vec![0.0_f32; DIRECTIONS * rhos];
    let normals: Vec<(f64, f64)> = (0..DIRECTIONS)
        .map(|i| {
            let a = (i as f64 * DEGREE_STEP).to_radians();
            (a.cos(), a.sin())
        })
        .collect();
    let mut places = Vec::new();
    for y in 3..h.saturating_sub(3) {
        for x in 3..w.saturating_sub(3) {
            let (gx, gy) = image.slope(x, y);
            let strength = gx.hypot(gy);
            if strength < LEAST_SLOPE {
                continue;
            }
            let weight = strength.min(FULL_SLOPE);
            places.push(Place {
                x: x as f64 + 0.5,
                y: y as f64 + 0.5,
                gx: f64::from(gx / strength),
                gy: f64::from(gy / strength),
                weight: f64::from(weight),
            });
            let degree = f64::from(gy.atan2(gx)).to_degrees().rem_euclid(180.0);
            let middle = (degree / DEGREE_STEP).round() as isize;
            for turn in -2..=2_isize {
                let i = (middle + turn).rem_euclid(DIRECTIONS as isize) as usize;
                let (nx, ny) = normals[i];
                let rho = (x as f64 + 0.5) * nx + (y as f64 + 0.5) * ny;
                let bin = ((rho + reach) / RHO_STEP) as usize;
                votes[i * rhos + bin] += weight;
            }
        }
    }
    let mut down = Vec::new();
    let mut across = Vec::new();
    let least = (w.min(h) as f32) * 0.12 * LEAST_SLOPE;
    for line in peaks(&votes, rhos, least) {
        let (nx, ny) = normals[line.0];
        let family = if nx.abs() >= ny.abs() {
            &mut down
        } else {
            &mut across
        };
        if family.len() < MOST_LINES {
            let rho = (line.1 as f64 + 0.5) * RHO_STEP - reach;
            let (normal, rho) = settled(&places, (nx, ny), rho);
            family.push(Line::new(image, normal, rho, false));
        }
    }
    for rho in [0.0, w as f64] {
        down.push(Line::new(image, (1.0, 0.0), rho, true));
    }
    for rho in [0.0, h as f64] {
        across.push(Line::new(image, (0.0, 1.0), rho, true));
    }
    Families { down, across }
}

/// Places with the most votes, strongest first, none near a stronger one.
fn peaks(votes: &[f32], rhos: usize, least: f32) -> Vec<(usize, usize)> {
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for (at, &v) in votes.iter().enumerate() {
        if v < least {
            continue;
        }
        let (i, rho) = (at / rhos, at % rhos);
        let higher = (-2..=2_isize).any(|di| {
            (-2..=2_isize).any(|dr| {
                if (di, dr) == (0, 0) {
                    return false;
                }
                let ni = i as isize + di;
                // Half a turn on, a line is the same line seen from the other side.
                let (ni, nr) = if (0..DIRECTIONS as isize).contains(&ni) {
                    (ni as usize, rho as isize + dr)
                } else {
                    (
                        ni.rem_euclid(DIRECTIONS as isize) as usize,
                        rhos as isize - 1 - (rho as isize + dr),
                    )
                };
                if !(0..rhos as isize).contains(&nr) {
                    return false;
                }
                let other = votes[ni * rhos + nr as usize];
                other > v || (other == v && (di, dr) < (0, 0))
            })
        });
        if !higher {
            found.push((v, i, rho));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, i, rho)| (i, rho)).collect()
}
