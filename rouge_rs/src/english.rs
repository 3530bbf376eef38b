//! Tokens of English text as `rouge_score` cuts them without a stemmer: lower case, then runs of `a` to `z` and `0` to `9`.
//!
//! Python's `str.lower` decides what is lower case. It makes ASCII of two other characters only, İ and the Kelvin sign; what it
//! makes of the rest separates tokens before as after. So no text is lowered as a whole.

use std::borrow::Cow;

/// What a byte is in a token, in lower case; 0 if it is in none.
const IN_TOKEN: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// U+0130 İ in UTF-8: its lower case is `i` and a combining dot, which ends the token.
const DOTTED_I: &[u8] = &[0xC4, 0xB0];
/// U+212A, the Kelvin sign, in UTF-8: its lower case is `k`.
const KELVIN: &[u8] = &[0xE2, 0x84, 0xAA];

/// The tokens of a text; those that are lower case already are borrowed from it.
///
/// ```
/// let tokens: Vec<_> = selfinstruct_rouge::english::tokens("Don't write 2 HAIKU!").collect();
/// assert_eq!(tokens, ["don", "t", "write", "2", "haiku"]);
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        let mut lowered = String::new();
        let token = next_token(&mut rest, |letter| lowered.push(char::from(letter)))?;
        // what was read is ASCII if and only if no other character was lowered in it
        let borrowed = str::from_utf8(token).ok().filter(|token| *token == lowered);
        Some(borrowed.map_or(Cow::Owned(lowered), Cow::Borrowed))
    })
}

/// Call with each token of a text in UTF-8, until one call fails; the fastest way, since no token is kept.
///
/// Surrogates, as Python's `surrogatepass` writes them, and any other bytes beyond ASCII separate tokens.
///
/// # Errors
/// The first error that a call returned.
pub fn try_each_token<E>(mut text: &[u8], mut call: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let mut token = Vec::new();
    while next_token(&mut text, |letter| token.push(letter)).is_some() {
        call(&token)?;
        token.clear();
    }
    Ok(())
}

/// Read up to the end of the next token; give its letters in lower case, and return what was read.
fn next_token<'a>(rest: &mut &'a [u8], mut letter: impl FnMut(u8)) -> Option<&'a [u8]> {
    let text = *rest;
    let start = text.iter().position(|&byte| IN_TOKEN[byte as usize] != 0 || byte == DOTTED_I[0] || byte == KELVIN[0]);
    let mut at = start.unwrap_or(text.len());
    let mut first = at;
    let mut found = false;
    while let Some(&byte) = text.get(at) {
        let lower = IN_TOKEN[byte as usize];
        if lower != 0 {
            letter(lower);
            at += 1;
        } else if text[at..].starts_with(KELVIN) {
            letter(b'k');
            at += KELVIN.len();
        } else if text[at..].starts_with(DOTTED_I) {
            letter(b'i');
            found = true;
            at += DOTTED_I.len();
            break;
        } else if found {
            break;
        } else {
            at += 1;
            first = at;
            continue;
        }
        found = true;
    }
    *rest = &text[at..];
    found.then(|| &text[first..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        tokens(text).map(Cow::into_owned).collect()
    }

    /// Lower the whole text, then split.
    fn plainly(text: &str) -> Vec<String> {
        let lowered = text.to_lowercase();
        let parts = lowered.split(|c: char| !c.is_ascii_alphanumeric());
        parts.filter(|token| !token.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn every_character_between_letters() {
        for c in '\0'..=char::MAX {
            for text in [format!("A{c}b"), format!("{c}"), format!("{c}{c}Z"), format!("9{c}")] {
                assert_eq!(all(&text), plainly(&text), "{c:?}");
            }
        }
    }

    #[test]
    fn only_two_other_characters_become_ascii() {
        let ascii: Vec<char> = ('\u{80}'..=char::MAX).filter(|c| c.to_lowercase().any(|lower| lower.is_ascii())).collect();
        assert_eq!(ascii, ['\u{130}', '\u{212A}']);
    }

    #[test]
    fn cases() {
        for (text, expected) in [
            ("", &[] as &[&str]),
            (" \t\n--", &[]),
            ("Hello, World", &["hello", "world"]),
            ("x2 3D", &["x2", "3d"]),
            ("snake_case", &["snake", "case"]),
            ("na\u{EF}ve caf\u{E9}", &["na", "ve", "caf"]),
            ("\u{130}stanbul", &["i", "stanbul"]),
            ("300\u{212A}elvin", &["300kelvin"]),
            ("\u{212A}", &["k"]),
            ("\u{2121} \u{C7} \u{FF21}", &[]),
            ("한국어 text 日本語", &["text"]),
        ] {
            assert_eq!(all(text), expected, "{text}");
        }
    }

    fn each(text: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        let Ok(()) = try_each_token(text, |token| -> Result<(), std::convert::Infallible> {
            found.push(String::from_utf8(token.to_vec()).expect("ASCII"));
            Ok(())
        });
        found
    }

    #[test]
    fn lower_case_is_borrowed() {
        let borrowed = |text| tokens(text).map(|token| matches!(token, Cow::Borrowed(_))).collect::<Vec<_>>();
        assert_eq!(borrowed("lower Upper \u{212A} i\u{130}"), [true, false, false, false]);
    }

    #[test]
    fn bytes_that_are_no_text_separate() {
        assert_eq!(each(b"a\xED\xA0\x80b\xC4\xFFc\xE2\x84"), ["a", "b", "c"]);
        assert_eq!(try_each_token(b"a b", |token| Err(token.to_vec())), Err(b"a".to_vec()));
    }

    proptest! {
        #[test]
        fn equals_lowering_first(text in "([a-cX-Z0-3 ,]|[\u{130}\u{131}\u{212A}\u{3A3}\u{DF}\u{1E9E}\u{FB00}é한]){0,40}") {
            prop_assert_eq!(all(&text), plainly(&text));
            prop_assert_eq!(each(text.as_bytes()), plainly(&text));
        }
    }
}
