//! Quoted text as tokens: words, numbers and marks, compared without regard to typesetting.
//!
//! Two texts have the same tokens if they have the same words, numbers and marks, whatever the shape of their quotation
//! marks and dashes, the width of their characters (Unicode Standard Annex 15, compatibility forms), their spaces and
//! line breaks. A number is one token with its sign, its separators and its percent sign; so is a compound word.
//! [`is_glued`] holds what a quotation must not cut: `5` of `5 million`.
//!
//! | module | job |
//! |---|---|
//! | `typeset` | characters without their typesetting |
//! | `tokens` | the tokens of a text |
//! | `scan` | characters to tokens |
//! | `glue` | number phrases of several tokens |
//! | `find` | occurrences of tokens in other tokens |
//! | `near` | the tokens most like others |
//! | `negation` | words that say no |

mod find;
mod glue;
mod near;
pub(crate) mod negation;
mod scan;
mod tokens;
mod typeset;

pub(crate) use find::{Effort, Needle};
pub(crate) use glue::{is_glued, is_number};
pub(crate) use near::nearest;
pub(crate) use scan::tokenize;
pub(crate) use tokens::Tokens;
