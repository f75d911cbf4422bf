//! Brackets that are never closed, or opened without end: found before the parser takes the rest of the file for what is in them.

use std::ops::Range;

use toml_parser::lexer::{Token, TokenKind};

use crate::record::diagnosis::Cut;

/// Nothing in a record is nested so deep. The parser needs the square of the depth to give up, so it is not asked.
const DEEPEST: usize = 64;

/// The first bracket that is nested too deep, or behind which a new key or table begins before it is closed.
pub fn cut(text: &str) -> Option<Cut> {
    let tokens = toml_parser::Source::new(text).lex().into_vec();
    let mut open: Vec<(TokenKind, Range<usize>)> = Vec::new();
    // What stood before the line, apart from spaces and remarks.
    let mut last = TokenKind::Newline;
    let mut header = false;
    for (n, token) in tokens.iter().enumerate() {
        let kind = token.kind();
        let begins_line = last_line_token(&tokens, n);
        if begins_line && let Some((bracket, span)) = open.last() {
            let key = is_key(&tokens[n..]);
            let unclosed = match bracket {
                TokenKind::LeftSquareBracket => {
                    key || kind == TokenKind::LeftSquareBracket && !matches!(last, TokenKind::Comma | TokenKind::LeftSquareBracket)
                }
                _ => kind == TokenKind::LeftSquareBracket || key && !matches!(last, TokenKind::Comma | TokenKind::LeftCurlyBracket),
            };
            if unclosed {
                let why = if *bracket == TokenKind::LeftSquareBracket { "unclosed array" } else { "unclosed inline table" };
                return Some(Cut { span: span.clone(), why });
            }
        }
        if begins_line && open.is_empty() {
            header = kind == TokenKind::LeftSquareBracket;
        }
        match kind {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if !header => {
                let span = token.span();
                open.push((kind, span.start()..span.end()));
                if open.len() > DEEPEST {
                    return Some(Cut { span: span.start()..span.end(), why: "recursion limit" });
                }
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if !header => drop(open.pop()),
            _ => {}
        }
        if !matches!(kind, TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline) {
            last = kind;
        }
    }
    None
}

/// Whether a token is the first of its line that is more than space.
fn last_line_token(tokens: &[Token], n: usize) -> bool {
    if matches!(tokens[n].kind(), TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment | TokenKind::Eof) {
        return false;
    }
    match n.checked_sub(1).map(|before| tokens[before].kind()) {
        None | Some(TokenKind::Newline) => true,
        Some(TokenKind::Whitespace) => n < 2 || tokens[n - 2].kind() == TokenKind::Newline,
        _ => false,
    }
}

/// Whether a line begins with a key and `=`.
fn is_key(line: &[Token]) -> bool {
    let mut rest = line.iter().map(Token::kind).filter(|kind| *kind != TokenKind::Whitespace);
    let word = |kind: Option<TokenKind>| matches!(kind, Some(TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString));
    if !word(rest.next()) {
        return false;
    }
    loop {
        match rest.next() {
            Some(TokenKind::Equals) => return true,
            Some(TokenKind::Dot) if word(rest.next()) => {}
            _ => return false,
        }
    }
}
