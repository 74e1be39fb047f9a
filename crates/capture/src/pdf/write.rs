//! Writing one PDF from delivered pictures.

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Settings, TextStr};
use sha2::{Digest, Sha256};

use crate::deliver::{DeliveredImage, Encoding};

/// Writes a PDF with one page for each picture: page box at its paper size, picture filling it.
///
/// `title` and `file_name` go into the document information (Title and Subject) and nothing
/// else does: no date, no program name, no random number, so equal input gives equal bytes.
/// An empty slice gives a PDF without pages, which [`crate::check_pdf`] refuses.
pub fn write_pdf(images: &[DeliveredImage], title: &str, file_name: &str) -> Vec<u8> {
    let size: usize = images.iter().map(|i| i.data.len() + 1024).sum();
    let mut pdf = Pdf::with_settings_and_capacity(Settings { pretty: false }, size);
    pdf.set_version(1, 4);
    let mut next = 1;
    let mut id = || {
        let r = Ref::new(next);
        next += 1;
        r
    };
    let (catalog, tree, info) = (id(), id(), id());
    pdf.catalog(catalog).pages(tree);
    pdf.document_info(info)
        .title(TextStr(title))
        .subject(TextStr(file_name));
    let mut identity = Sha256::new();
    identity.update(title);
    identity.update([0]);
    identity.update(file_name);
    let mut pages = Vec::with_capacity(images.len());
    for image in images {
        identity.update((image.data.len() as u64).to_le_bytes());
        identity.update(&image.data);
        let (page, content, picture) = (id(), id(), id());
        pages.push(page);
        let points = |mm: f32| mm / 25.4 * 72.0;
        let (w, h) = (points(image.page_mm.0), points(image.page_mm.1));
        let mut p = pdf.page(page);
        p.parent(tree)
            .media_box(Rect::new(0.0, 0.0, w, h))
            .contents(content);
        p.resources().x_objects().pair(Name(b"Im0"), picture);
        p.finish();
        let mut ops = Content::new();
        ops.save_state()
            .transform([w, 0.0, 0.0, h, 0.0, 0.0])
            .x_object(Name(b"Im0"))
            .restore_state();
        pdf.stream(content, &ops.finish());
        picture_object(&mut pdf, picture, image);
    }
    pdf.pages(tree)
        .count(i32::try_from(pages.len()).unwrap_or(i32::MAX))
        .kids(pages);
    // Readers want an identity; one made from the content keeps the file reproducible.
    let identity = identity.finalize()[..16].to_vec();
    pdf.set_file_id((identity.clone(), identity));
    pdf.finish()
}

fn picture_object(pdf: &mut Pdf, id: Ref, image: &DeliveredImage) {
    let side = |v: u32| i32::try_from(v).unwrap_or(i32::MAX);
    let mut x = pdf.image_xobject(id, &image.data);
    x.width(side(image.width)).height(side(image.height));
    match image.encoding {
        Encoding::Jpeg { grey } => {
            x.bits_per_component(8).filter(Filter::DctDecode);
            if grey {
                x.color_space().device_gray();
            } else {
                x.color_space().device_rgb();
            }
        }
        Encoding::CcittG4 => {
            x.bits_per_component(1).filter(Filter::CcittFaxDecode);
            x.color_space().device_gray();
            x.decode_parms()
                .k(-1)
                .columns(side(image.width))
                .rows(side(image.height));
        }
    }
}
