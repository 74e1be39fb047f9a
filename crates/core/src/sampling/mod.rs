//! Acceptance by sample (*nghiệm thu*): how many cases of a delivery are looked at, which ones, whether what was found
//! lets it pass, and what that says of the rest.
//!
//! Plans are those of ISO 2859-1 (single sampling, normal and tightened inspection), made from the rule the tables
//! follow and tested cell by cell against them; or a fixed share; or as many as a wanted confidence takes. A reduced
//! regime is left out: no table of it was at hand that is known to be right.

mod bounds;
mod curve;
mod draw;
mod plan;
mod switching;
mod words;

pub use bounds::{Bounds, bounds};
pub use curve::{Passes, curve, passes};
pub use draw::{draw, order};
pub use plan::{AQLS, Aql, Level, Plan, Regime, plan, share, to_be_sure};
pub use switching::{Outcome, Switching};
pub use words::{
    found_words, next_words, plan_lines, plan_words, risk_words, share_text, upper, upper_text,
    whole,
};
