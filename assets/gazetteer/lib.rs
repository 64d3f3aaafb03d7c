//! Place names of the world, in the form that Dateline's gazetteer reads. A package of its own because of its size: a
//! registry takes packages up to a limit, and the program with its name model nearly fills one.

/// The file. Its layout is described in the source of `dateline`, `gazetteer::layout`; both are released together.
pub static FILE: &[u8] = include_bytes!("gazetteer.bin");
