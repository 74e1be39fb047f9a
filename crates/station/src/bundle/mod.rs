//! Handing work from station to station without a network.

pub(crate) mod replay;
