//! The minutes as a Word document (Office Open XML, ECMA-376), small enough to be written part by part: paragraphs,
//! tables with a head on every page, pictures, page numbers.

mod parts;

use std::io::{Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use sohoa_core::messages::Messages;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Minutes;
use super::blocks::{Align, Block, Cell, Face, Para, Table};
use super::spot::Spot;

type Done = Result<(), std::io::Error>;
/// One part.
type Part = Result<Vec<u8>, std::io::Error>;
type Xml = Writer<Vec<u8>>;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const PLACED: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Width between the margins (30 and 20 mm) of A4 in twentieths of a point.
const WIDTH: u32 = 9071;
/// A point in the units pictures are measured in.
const EMU: u32 = 12_700;
/// Widest and tallest picture in a cell, in points.
const PICTURE_BOX: (f32, f32) = (84.0, 90.0);

/// Writes it.
pub(super) fn write(
    blocks: &[Block],
    minutes: &Minutes,
    messages: &Messages,
) -> Result<Vec<u8>, std::io::Error> {
    let mut body = Body {
        xml: begun()?,
        pictures: Vec::new(),
    };
    body.document(blocks)?;
    // Names, and bytes, of the parts in the order in which readers expect them.
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), parts::content_types()?),
        ("_rels/.rels".into(), parts::package_relations()?),
        (
            "docProps/core.xml".into(),
            parts::properties(minutes, messages)?,
        ),
        ("word/document.xml".into(), body.xml.into_inner()),
        (
            "word/_rels/document.xml.rels".into(),
            parts::relations(body.pictures.len())?,
        ),
        ("word/styles.xml".into(), parts::styles()?),
        ("word/settings.xml".into(), parts::settings()?),
        ("word/footer1.xml".into(), parts::footer(messages)?),
    ];
    for (picture, nth) in body.pictures.into_iter().zip(1..) {
        parts.push((format!("word/media/image{nth}.jpeg"), picture));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = match name.ends_with(".jpeg") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        // The default time is the format's own beginning, not the clock's.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default());
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn begun() -> Result<Xml, std::io::Error> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new(
        "1.0",
        Some("UTF-8"),
        Some("yes"),
    )))?;
    Ok(xml)
}

/// An element with attributes and whatever is put inside.
fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml) -> Done,
) -> Done {
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_inner_content(inside)?;
    Ok(())
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> Done {
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_empty()?;
    Ok(())
}

struct Body {
    xml: Xml,
    pictures: Vec<Vec<u8>>,
}

impl Body {
    fn document(&mut self, blocks: &[Block]) -> Done {
        let pictures = &mut self.pictures;
        let attributes = [
            ("xmlns:w", MAIN),
            ("xmlns:r", RELATIONS),
            ("xmlns:wp", PLACED),
            ("xmlns:a", DRAWING),
            ("xmlns:pic", PICTURE),
        ];
        element(&mut self.xml, "w:document", &attributes, |xml| {
            element(xml, "w:body", &[], |xml| {
                for block in blocks {
                    match block {
                        Block::Para(para) => paragraph(xml, para)?,
                        Block::Columns(columns) => self::columns(xml, columns)?,
                        Block::Table(table) => self::table(xml, table, pictures)?,
                        // Drawn lines are not the same in every program that opens the file; numbers are.
                        Block::Curve(curve) => self::table(xml, &curve.table, pictures)?,
                    }
                }
                section(xml)
            })
        })
    }
}

fn section(xml: &mut Xml) -> Done {
    element(xml, "w:sectPr", &[], |xml| {
        empty(
            xml,
            "w:footerReference",
            &[("w:type", "default"), ("r:id", "rId3")],
        )?;
        empty(xml, "w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
        empty(
            xml,
            "w:pgMar",
            &[
                ("w:top", "1134"),
                ("w:right", "1134"),
                ("w:bottom", "1134"),
                ("w:left", "1701"),
                ("w:header", "567"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        )
    })
}

fn paragraph(xml: &mut Xml, para: &Para) -> Done {
    let above = ((para.above * 20.0).round() as u32).to_string();
    element(xml, "w:p", &[], |xml| {
        element(xml, "w:pPr", &[], |xml| {
            if para.with_next {
                empty(xml, "w:keepNext", &[])?;
            }
            empty(xml, "w:spacing", &[("w:before", &above), ("w:after", "0")])?;
            justified(xml, para.align)
        })?;
        run(xml, &para.text, para.face, para.size)
    })
}

fn justified(xml: &mut Xml, align: Align) -> Done {
    let align = match align {
        Align::Left => "left",
        Align::Centre => "center",
    };
    empty(xml, "w:jc", &[("w:val", align)])
}

fn looks(xml: &mut Xml, face: Face, size: f32) -> Done {
    let half_points = ((size * 2.0).round() as u32).to_string();
    element(xml, "w:rPr", &[], |xml| {
        match face {
            Face::Regular => {}
            Face::Bold => empty(xml, "w:b", &[])?,
            Face::Italic => empty(xml, "w:i", &[])?,
        }
        empty(xml, "w:sz", &[("w:val", &half_points)])
    })
}

fn run(xml: &mut Xml, text: &str, face: Face, size: f32) -> Done {
    if text.is_empty() {
        return Ok(());
    }
    element(xml, "w:r", &[], |xml| {
        looks(xml, face, size)?;
        for (at, line) in text.lines().enumerate() {
            if at > 0 {
                empty(xml, "w:br", &[])?;
            }
            element(xml, "w:t", &[("xml:space", "preserve")], |xml| {
                xml.write_event(Event::Text(BytesText::new(line)))
            })?;
        }
        Ok(())
    })
}

fn grid(xml: &mut Xml, widths: &[u32]) -> Done {
    element(xml, "w:tblGrid", &[], |xml| {
        for width in widths {
            empty(xml, "w:gridCol", &[("w:w", &width.to_string())])?;
        }
        Ok(())
    })
}

fn table_looks(xml: &mut Xml, ruled: bool) -> Done {
    element(xml, "w:tblPr", &[], |xml| {
        let width = WIDTH.to_string();
        empty(xml, "w:tblW", &[("w:w", &width), ("w:type", "dxa")])?;
        if ruled {
            element(xml, "w:tblBorders", &[], |xml| {
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    let line = [
                        ("w:val", "single"),
                        ("w:sz", "4"),
                        ("w:space", "0"),
                        ("w:color", "5A5A5A"),
                    ];
                    empty(xml, &format!("w:{side}"), &line)?;
                }
                Ok(())
            })?;
        }
        empty(xml, "w:tblLayout", &[("w:type", "fixed")])?;
        element(xml, "w:tblCellMar", &[], |xml| {
            for side in ["left", "right"] {
                empty(
                    xml,
                    &format!("w:{side}"),
                    &[("w:w", "70"), ("w:type", "dxa")],
                )?;
            }
            Ok(())
        })
    })
}

fn cell(xml: &mut Xml, width: u32, head: bool, inside: impl FnOnce(&mut Xml) -> Done) -> Done {
    element(xml, "w:tc", &[], |xml| {
        element(xml, "w:tcPr", &[], |xml| {
            let width = width.to_string();
            empty(xml, "w:tcW", &[("w:w", &width), ("w:type", "dxa")])?;
            if head {
                let ground = [
                    ("w:val", "clear"),
                    ("w:color", "auto"),
                    ("w:fill", "ECECEC"),
                ];
                empty(xml, "w:shd", &ground)?;
                empty(xml, "w:vAlign", &[("w:val", "center")])?;
            }
            Ok(())
        })?;
        inside(xml)
    })
}

fn columns(xml: &mut Xml, columns: &[(u16, Vec<Para>)]) -> Done {
    let widths = widths(columns.iter().map(|(share, _)| *share));
    element(xml, "w:tbl", &[], |xml| {
        table_looks(xml, false)?;
        grid(xml, &widths)?;
        element(xml, "w:tr", &[], |xml| {
            element(xml, "w:trPr", &[], |xml| empty(xml, "w:cantSplit", &[]))?;
            for ((_, column), width) in columns.iter().zip(&widths) {
                cell(xml, *width, false, |xml| {
                    column.iter().try_for_each(|para| paragraph(xml, para))
                })?;
            }
            Ok(())
        })
    })?;
    apart(xml)
}

/// Widths of columns by their shares.
fn widths(shares: impl Iterator<Item = u16> + Clone) -> Vec<u32> {
    let all: u32 = shares.clone().map(u32::from).sum();
    shares
        .map(|share| WIDTH * u32::from(share) / all.max(1))
        .collect()
}

fn table(xml: &mut Xml, table: &Table, pictures: &mut Vec<Vec<u8>>) -> Done {
    let widths = widths(table.columns.iter().map(|column| column.width));
    let line = |xml: &mut Xml, text: &str, face: Face, align: Align| {
        element(xml, "w:p", &[], |xml| {
            element(xml, "w:pPr", &[], |xml| justified(xml, align))?;
            run(xml, text, face, table.size)
        })
    };
    element(xml, "w:tbl", &[], |xml| {
        table_looks(xml, true)?;
        grid(xml, &widths)?;
        element(xml, "w:tr", &[], |xml| {
            element(xml, "w:trPr", &[], |xml| {
                empty(xml, "w:cantSplit", &[])?;
                empty(xml, "w:tblHeader", &[])
            })?;
            for (column, width) in table.columns.iter().zip(&widths) {
                cell(xml, *width, true, |xml| {
                    line(xml, &column.title, Face::Bold, Align::Centre)
                })?;
            }
            Ok(())
        })?;
        for row in &table.rows {
            element(xml, "w:tr", &[], |xml| {
                for ((content, column), width) in row.iter().zip(&table.columns).zip(&widths) {
                    cell(xml, *width, false, |xml| match content {
                        Cell::Text(text) => line(xml, text, Face::Regular, column.align),
                        Cell::Picture(spot) => {
                            pictures.push(spot.jpeg.clone());
                            picture(xml, spot, pictures.len())
                        }
                    })?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    apart(xml)
}

/// A low empty line: two tables that touch would become one, and the last thing of a document is a paragraph.
fn apart(xml: &mut Xml) -> Done {
    element(xml, "w:p", &[], |xml| {
        element(xml, "w:pPr", &[], |xml| {
            let tight = [("w:before", "0"), ("w:after", "0"), ("w:line", "120")];
            empty(xml, "w:spacing", &tight)
        })
    })
}

fn picture(xml: &mut Xml, spot: &Spot, nth: usize) -> Done {
    let (w, h) = (spot.width as f32, spot.height as f32);
    // Never more than a point a pixel: nothing is gained by blowing it up.
    let scale = (PICTURE_BOX.0 / w).min(PICTURE_BOX.1 / h).min(1.0);
    let side = |side: f32| {
        ((side * scale * EMU as f32).round() as u32)
            .max(1)
            .to_string()
    };
    let (across, down, nth) = (side(w), side(h), nth.to_string());
    let (name, id) = (format!("Hình {nth}"), format!("rIdHinh{nth}"));
    let extent = [("cx", across.as_str()), ("cy", down.as_str())];
    let named = [
        ("id", nth.as_str()),
        ("name", name.as_str()),
        ("descr", name.as_str()),
    ];
    element(xml, "w:p", &[], |xml| {
        element(xml, "w:pPr", &[], |xml| justified(xml, Align::Centre))?;
        element(xml, "w:r", &[], |xml| {
            element(xml, "w:drawing", &[], |xml| {
                let tight = [
                    ("distT", "0"),
                    ("distB", "0"),
                    ("distL", "0"),
                    ("distR", "0"),
                ];
                element(xml, "wp:inline", &tight, |xml| {
                    empty(xml, "wp:extent", &extent)?;
                    empty(xml, "wp:docPr", &named)?;
                    element(xml, "a:graphic", &[], |xml| {
                        element(xml, "a:graphicData", &[("uri", PICTURE)], |xml| {
                            element(xml, "pic:pic", &[], |xml| {
                                element(xml, "pic:nvPicPr", &[], |xml| {
                                    empty(xml, "pic:cNvPr", &named)?;
                                    empty(xml, "pic:cNvPicPr", &[])
                                })?;
                                element(xml, "pic:blipFill", &[], |xml| {
                                    empty(xml, "a:blip", &[("r:embed", &id)])?;
                                    element(xml, "a:stretch", &[], |xml| {
                                        empty(xml, "a:fillRect", &[])
                                    })
                                })?;
                                element(xml, "pic:spPr", &[], |xml| {
                                    element(xml, "a:xfrm", &[], |xml| {
                                        empty(xml, "a:off", &[("x", "0"), ("y", "0")])?;
                                        empty(xml, "a:ext", &extent)
                                    })?;
                                    element(xml, "a:prstGeom", &[("prst", "rect")], |xml| {
                                        empty(xml, "a:avLst", &[])
                                    })
                                })
                            })
                        })
                    })
                })
            })
        })
    })
}
