//! Going through a page as the renderer will, to refuse what would cost too much before it does.
//!
//! The renderer believes what a picture claims of its size, and cuts a line into as many dashes
//! as it is told. Whatever a page draws comes by here first, out of forms, patterns, masks,
//! annotations and fonts as well.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::pattern::Pattern;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, StrokeProps, TransformExt,
    interpret_page,
};
use hayro::hayro_syntax::object::Stream;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::guard;
use crate::error::{CaptureError, Result};
use crate::limits::{Deadline, Limits};

/// Most dashes on one page; a map has some ten thousand.
const MOST_DASHES: f64 = 1e6;

/// Most lines, curves and letters on one page; all of them are kept until it is drawn. A detailed map has
/// some hundred thousand.
const MOST_PARTS: usize = 1_000_000;
/// What a letter counts.
const LETTER: usize = 20;

/// Refuses a page that would take too much memory to draw.
pub(super) fn check(page: &Page<'_>, limits: &Limits, deadline: Deadline) -> Result<()> {
    let mut gauge = Gauge {
        limits,
        deadline,
        dashes: 0.0,
        parts: 0,
        seen: HashSet::new(),
        fault: None,
    };
    let gone_through = catch_unwind(AssertUnwindSafe(|| {
        let cache = InterpreterCache::new();
        let transform = page.initial_transform(true).to_kurbo();
        let (width, height) = page.render_dimensions();
        let target = Rect::new(0.0, 0.0, width.into(), height.into());
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, target, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut gauge);
    }));
    match (gauge.fault, gone_through) {
        (Some(fault), _) => Err(fault),
        (None, Ok(())) => Ok(()),
        (None, Err(panic)) => resume_unwind(panic),
    }
}

struct Gauge<'l> {
    limits: &'l Limits,
    deadline: Deadline,
    dashes: f64,
    parts: usize,
    /// Patterns and masks already gone through.
    seen: HashSet<u128>,
    fault: Option<CaptureError>,
}

impl Gauge<'_> {
    /// Ends the interpreter on a fault. It has no other way to be stopped, and forms within
    /// forms can keep it busy for years.
    fn demand(&mut self, result: Result<()>) {
        if let Err(fault) = result.and_then(|()| self.deadline.check()) {
            self.fault = Some(fault);
            resume_unwind(Box::new("gauge"));
        }
    }

    fn parts(&mut self, more: usize) {
        self.parts = self.parts.saturating_add(more);
        self.demand(if self.parts <= MOST_PARTS {
            Ok(())
        } else {
            Err(CaptureError::damaged("pdf page of too many parts"))
        });
    }

    fn picture(&mut self, stream: &Stream<'_>) {
        let checked = guard::picture(stream, self.limits);
        self.demand(checked);
        for key in ["SMask", "Mask"] {
            if let Some(mask) = stream.dict().get::<Stream<'_>>(key) {
                let checked = guard::picture(&mask, self.limits);
                self.demand(checked);
            }
        }
    }

    fn stroke(&mut self, length: f64, stroke: &StrokeProps) {
        if stroke.dash_array.is_empty() {
            return;
        }
        let period: f64 = stroke.dash_array.iter().map(|&d| f64::from(d)).sum();
        // Two ends each.
        self.dashes += length / period * stroke.dash_array.len() as f64;
        let sound = stroke.dash_array.iter().all(|d| *d >= 0.0)
            // Also not when nothing can be said of it.
            && self.dashes <= MOST_DASHES;
        self.demand(if sound {
            Ok(())
        } else {
            Err(CaptureError::damaged("pdf dashes"))
        });
    }
}

impl<'a> Gauge<'_> {
    fn paint(&mut self, props: &DrawProps<'a>, draw_mode: &DrawMode) {
        self.demand(Ok(()));
        if let Some(mask) = &props.soft_mask {
            self.mask(mask);
        }
        let Paint::Pattern(pattern) = &props.paint else {
            return;
        };
        if let Pattern::Tiling(tiling) = &**pattern
            && self.seen.insert(pattern.cache_key())
        {
            let stroked = matches!(draw_mode, DrawMode::Stroke(_));
            tiling.interpret(self, Affine::IDENTITY, stroked);
        }
    }

    fn mask(&mut self, mask: &SoftMask<'a>) {
        if self.seen.insert(mask.cache_key()) {
            mask.interpret(self);
        }
    }
}

impl<'a> Device<'a> for Gauge<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.parts(path.elements().len());
        self.paint(&props, draw_mode);
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = draw_mode {
            self.stroke(length(path), stroke);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        // Forgotten when it is popped: only what is on top of one another at a time is kept.
        self.parts(1);
    }

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.demand(Ok(()));
        if let Some(mask) = mask {
            self.mask(&mask);
        }
    }

    fn draw_glyph_run(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        props: DrawProps<'a>,
        draw_mode: &DrawMode,
    ) {
        self.parts(run.glyphs().len().saturating_mul(LETTER));
        self.paint(&props, draw_mode);
        for glyph in run.glyphs() {
            match (&**glyph, draw_mode) {
                (Glyph::Type3(drawn), _) => {
                    drawn.interpret(self, props.transform, glyph.transform(), &props.paint);
                }
                (
                    Glyph::Outline(outline),
                    DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke),
                ) if !stroke.dash_array.is_empty() => {
                    let path = glyph.transform() * outline.outline();
                    self.stroke(length(&path), stroke);
                }
                _ => {}
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if let Some(mask) = &props.soft_mask {
            self.mask(mask);
        }
        match &image {
            Image::Stencil(stencil) => self.picture(stencil.stream()),
            Image::Raster(raster) => self.picture(raster.stream()),
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// No less than the length of a path: along the control points.
fn length(path: &BezPath) -> f64 {
    let (mut start, mut last, mut sum) = (Point::ZERO, Point::ZERO, 0.0);
    for part in path.elements() {
        let mut to = |p: Point| {
            sum += last.distance(p);
            last = p;
        };
        match *part {
            PathEl::MoveTo(p) => (start, last) = (p, p),
            PathEl::LineTo(p) => to(p),
            PathEl::QuadTo(a, p) => [a, p].into_iter().for_each(to),
            PathEl::CurveTo(a, b, p) => [a, b, p].into_iter().for_each(to),
            PathEl::ClosePath => to(start),
        }
    }
    sum
}
