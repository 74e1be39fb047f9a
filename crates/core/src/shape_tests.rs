use super::*;
use proptest::prelude::*;

fn flat(corners: [(f64, f64); 4]) -> Shape {
    Shape {
        corners: corners.map(|(x, y)| Point { x, y }),
        bow: vec![],
        aspect: 0.7,
        gutter: None,
        even_light: false,
    }
}

fn bowed(mut shape: Shape, rise: f64) -> Shape {
    shape.bow = (0..=16)
        .map(|i| {
            let x = f64::from(i) / 16.0;
            let lift = rise * x * x;
            Bow {
                u: x + 0.3 * rise * x * (1.0 - x),
                top: -lift,
                bottom: 1.0 + 0.8 * lift,
            }
        })
        .collect();
    shape
}

#[test]
fn corners_of_the_page_are_corners_in_the_picture() {
    let shape = flat([(0.1, 0.2), (0.8, 0.1), (0.9, 0.9), (0.05, 0.8)]);
    for (uv, corner) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        .into_iter()
        .zip(shape.corners)
    {
        let p = shape.at(Point::new(uv.0, uv.1));
        assert!((p.x - corner.x).abs() < 1e-12 && (p.y - corner.y).abs() < 1e-12);
    }
}

#[test]
fn turns_of_the_whole_picture_are_known_as_such() {
    for turns in 0..4 {
        let shape = Shape {
            corners: Shape::frame(turns),
            ..flat([(0.0, 0.0); 4])
        };
        assert!(shape.is_sound());
        assert_eq!((shape.only_turns(), shape.turns()), (Some(turns), turns));
        // What stood in the picture's upper left corner is where turning puts it.
        let found = shape.find(Point::new(0.0, 0.0)).unwrap();
        let turned = Point::new(0.0, 0.0).turned(turns);
        assert!((found.x - turned.x).abs() < 1e-9 && (found.y - turned.y).abs() < 1e-9);
    }
    assert_eq!(
        flat([(0.0, 0.0), (1.0, 0.0), (1.0, 0.9), (0.0, 1.0)]).only_turns(),
        None
    );
}

#[test]
fn pages_that_cross_themselves_are_not_sound() {
    assert!(!flat([(0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)]).is_sound());
    assert!(!flat([(0.1, 0.1), (0.5, 0.1), (0.9, 0.1), (0.1, 0.9)]).is_sound());
    assert!(!flat([(f64::NAN, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]).is_sound());
}

proptest! {
    #[test]
    fn there_and_back(
        j in prop::array::uniform8(-0.12..0.12_f64),
        rise in -0.1..0.1_f64,
        u in 0.0..1.0_f64,
        v in 0.0..1.0_f64,
    ) {
        let shape = bowed(flat([
            (0.15 + j[0], 0.15 + j[1]), (0.85 + j[2], 0.15 + j[3]),
            (0.85 + j[4], 0.85 + j[5]), (0.15 + j[6], 0.85 + j[7]),
        ]), rise);
        prop_assert!(shape.is_sound());
        let back = shape.find(shape.at(Point::new(u, v))).unwrap();
        prop_assert!((back.x - u).abs() < 1e-6 && (back.y - v).abs() < 1e-6);
    }

    #[test]
    fn turning_a_shape_is_turning_what_it_draws(
        turns in prop::sample::select(vec![0_u8, 2]), u in 0.0..1.0_f64, v in 0.0..1.0_f64,
    ) {
        let shape = bowed(flat([(0.1, 0.2), (0.8, 0.1), (0.9, 0.9), (0.05, 0.8)]), 0.05);
        let (before, at) = (shape.at(Point::new(u, v)), Point::new(u, v).turned(turns));
        let after = shape.turned(turns).at(at);
        prop_assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9);
    }

    #[test]
    fn turning_a_flat_shape_by_quarters(turns in 0u8..4, u in 0.0..1.0_f64, v in 0.0..1.0_f64) {
        let shape = flat([(0.1, 0.2), (0.8, 0.1), (0.9, 0.9), (0.05, 0.8)]);
        let (before, at) = (shape.at(Point::new(u, v)), Point::new(u, v).turned(turns));
        let after = shape.turned(turns).at(at);
        prop_assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9);
    }

    #[test]
    fn a_part_stays_on_its_paper_when_the_shape_changes(
        x in 0.0..0.6_f64, y in 0.0..0.6_f64, turns in 0u8..4,
    ) {
        let region = Region { x, y, w: 0.3, h: 0.2 };
        let shape = flat([(0.1, 0.2), (0.8, 0.1), (0.9, 0.9), (0.05, 0.8)]);
        let same = region.carried((Some(&shape), turns), (Some(&shape), turns));
        prop_assert!((same.x - x).abs() < 1e-9 && (same.w - 0.3).abs() < 1e-9);
        // On the whole picture the part's middle is inside what it became.
        let whole = region.carried((Some(&shape), 0), (None, 0));
        let middle = shape.at(Point::new(x + 0.15, y + 0.1));
        prop_assert!(whole.x < middle.x && middle.x < whole.x + whole.w);
        prop_assert!(whole.y < middle.y && middle.y < whole.y + whole.h);
    }
}
