//! The parts of the document beside its text: what kinds there are, what belongs to what, looks, page numbers.

use chrono::Datelike;
use quick_xml::events::{BytesText, Event};
use sohoa_core::messages::Messages;

use super::{MAIN, RELATIONS, Xml, begun, element, empty, justified, run};
use crate::minutes::Minutes;
use crate::minutes::blocks::{Align, Face, printable};

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

pub(super) fn content_types() -> super::Part {
    let mut xml = begun()?;
    let all = [(
        "xmlns",
        "http://schemas.openxmlformats.org/package/2006/content-types",
    )];
    element(&mut xml, "Types", &all, |xml| {
        for (ending, kind) in [
            (
                "rels",
                "application/vnd.openxmlformats-package.relationships+xml",
            ),
            ("xml", "application/xml"),
            ("jpeg", "image/jpeg"),
        ] {
            empty(
                xml,
                "Default",
                &[("Extension", ending), ("ContentType", kind)],
            )?;
        }
        for (part, kind) in [
            (
                "/docProps/core.xml",
                "application/vnd.openxmlformats-package.core-properties+xml",
            ),
            (
                "/word/document.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            ),
            (
                "/word/styles.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
            ),
            (
                "/word/settings.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
            ),
            (
                "/word/footer1.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
            ),
        ] {
            empty(
                xml,
                "Override",
                &[("PartName", part), ("ContentType", kind)],
            )?;
        }
        Ok(())
    })?;
    Ok(xml.into_inner())
}

pub(super) fn package_relations() -> super::Part {
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relations_of(&[
        (
            "rId1".into(),
            format!("{RELATIONS}/officeDocument"),
            "word/document.xml".into(),
        ),
        ("rId2".into(), core.into(), "docProps/core.xml".into()),
    ])
}

pub(super) fn relations(pictures: usize) -> super::Part {
    let mut all = vec![
        (
            "rId1".into(),
            format!("{RELATIONS}/styles"),
            "styles.xml".into(),
        ),
        (
            "rId2".into(),
            format!("{RELATIONS}/settings"),
            "settings.xml".into(),
        ),
        (
            "rId3".into(),
            format!("{RELATIONS}/footer"),
            "footer1.xml".into(),
        ),
    ];
    for nth in 1..=pictures {
        all.push((
            format!("rIdHinh{nth}"),
            format!("{RELATIONS}/image"),
            format!("media/image{nth}.jpeg"),
        ));
    }
    relations_of(&all)
}

fn relations_of(all: &[(String, String, String)]) -> super::Part {
    let mut xml = begun()?;
    element(&mut xml, "Relationships", &[("xmlns", PACKAGE)], |xml| {
        for (id, kind, target) in all {
            empty(
                xml,
                "Relationship",
                &[("Id", id), ("Type", kind), ("Target", target)],
            )?;
        }
        Ok(())
    })?;
    Ok(xml.into_inner())
}

pub(super) fn properties(minutes: &Minutes, messages: &Messages) -> super::Part {
    let mut xml = begun()?;
    let all = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let date = minutes.date;
    let day = format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year(),
        date.month(),
        date.day()
    );
    let title = format!(
        "{} {} {}",
        messages.text("minutes_title", &[]),
        messages.text("minutes_title_of", &[]),
        minutes.number
    );
    element(&mut xml, "cp:coreProperties", &all, |xml| {
        element(xml, "dc:title", &[], |xml| {
            xml.write_event(Event::Text(BytesText::new(&printable(title.trim()))))
        })?;
        element(xml, "dc:language", &[], |xml| {
            xml.write_event(Event::Text(BytesText::new("vi")))
        })?;
        for name in ["dcterms:created", "dcterms:modified"] {
            element(xml, name, &[("xsi:type", "dcterms:W3CDTF")], |xml| {
                xml.write_event(Event::Text(BytesText::new(&day)))
            })?;
        }
        Ok(())
    })?;
    Ok(xml.into_inner())
}

pub(super) fn styles() -> super::Part {
    let mut xml = begun()?;
    element(&mut xml, "w:styles", &[("xmlns:w", MAIN)], |xml| {
        element(xml, "w:docDefaults", &[], |xml| {
            element(xml, "w:rPrDefault", &[], |xml| {
                element(xml, "w:rPr", &[], |xml| {
                    // The letters public papers are written in; every Windows has them.
                    let font = "Times New Roman";
                    empty(
                        xml,
                        "w:rFonts",
                        &[("w:ascii", font), ("w:hAnsi", font), ("w:cs", font)],
                    )?;
                    empty(xml, "w:sz", &[("w:val", "24")])?;
                    empty(xml, "w:lang", &[("w:val", "vi-VN")])
                })
            })
        })
    })?;
    Ok(xml.into_inner())
}

pub(super) fn settings() -> super::Part {
    let mut xml = begun()?;
    element(&mut xml, "w:settings", &[("xmlns:w", MAIN)], |xml| {
        element(xml, "w:compat", &[], |xml| {
            empty(
                xml,
                "w:compatSetting",
                &[
                    ("w:name", "compatibilityMode"),
                    ("w:uri", "http://schemas.microsoft.com/office/word"),
                    ("w:val", "15"),
                ],
            )
        })
    })?;
    Ok(xml.into_inner())
}

/// Page numbers are fields: only the program that opens the file knows its pages.
pub(super) fn footer(messages: &Messages) -> super::Part {
    let words = messages.text("minutes_page", &[]);
    let (before, rest) = words.split_once("{page}").unwrap_or((&words, ""));
    let (between, after) = rest.split_once("{pages}").unwrap_or((rest, ""));
    let mut xml = begun()?;
    element(&mut xml, "w:ftr", &[("xmlns:w", MAIN)], |xml| {
        element(xml, "w:p", &[], |xml| {
            element(xml, "w:pPr", &[], |xml| justified(xml, Align::Centre))?;
            run(xml, before, Face::Regular, 10.0)?;
            field(xml, "PAGE")?;
            run(xml, between, Face::Regular, 10.0)?;
            field(xml, "NUMPAGES")?;
            run(xml, after, Face::Regular, 10.0)
        })
    })?;
    Ok(xml.into_inner())
}

fn field(xml: &mut Xml, name: &str) -> super::Done {
    element(xml, "w:fldSimple", &[("w:instr", name)], |xml| {
        run(xml, "1", Face::Regular, 10.0)
    })
}
