//! The three things EXIF is read for: orientation, resolution, and whether a camera wrote it.

use crate::orient::Orient;

#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) orient: Orient,
    pub(crate) dpi: Option<(f32, f32)>,
    /// An exposure was recorded: the resolution is then a made-up number.
    pub(crate) from_camera: bool,
}

/// Reads an EXIF block (a TIFF structure). Broken EXIF is as good as none: the picture itself
/// may be whole.
pub(crate) fn read(tiff: &[u8]) -> Facts {
    let read = crate::limits::guarded("exif", || {
        exif::Reader::new()
            .read_raw(tiff.to_vec())
            .map_err(|e| crate::CaptureError::damaged(e.to_string()))
    });
    let Ok(read) = read else {
        return Facts::default();
    };
    let field = |tag| read.get_field(tag, exif::In::PRIMARY);
    let number = |tag| field(tag).and_then(|f| f.value.get_uint(0));
    let ratio = |tag| match field(tag).map(|f| &f.value) {
        Some(exif::Value::Rational(v)) => v.first().map(exif::Rational::to_f32),
        _ => None,
    };
    let per_inch = match number(exif::Tag::ResolutionUnit) {
        Some(3) => 2.54,
        _ => 1.0,
    };
    let dpi = ratio(exif::Tag::XResolution)
        .zip(ratio(exif::Tag::YResolution))
        .map(|(x, y)| (x * per_inch, y * per_inch));
    let from_camera = [
        exif::Tag::ExposureTime,
        exif::Tag::FNumber,
        exif::Tag::FocalLength,
    ]
    .into_iter()
    .any(|tag| field(tag).is_some());
    Facts {
        orient: Orient::from_exif(number(exif::Tag::Orientation).unwrap_or(1)),
        dpi,
        from_camera,
    }
}
