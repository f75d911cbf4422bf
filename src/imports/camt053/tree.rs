//! The XML of a statement, a child at a time: bounded in depth, without definitions, whatever prefix its names have.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Refusal;
use crate::text::Text;

/// No statement is nested more deeply.
const DEEPEST: usize = 40;

/// An element with what stands in it.
#[derive(Debug, Default)]
pub struct Node {
    pub name: String,
    /// Of an amount.
    pub currency: Option<String>,
    pub text: String,
    pub children: Vec<Node>,
}

impl Node {
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> + 'a {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text at the end of a path, without what surrounds it; none where it is empty.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(|node| node.text.trim()).filter(|text| !text.is_empty())
    }
}

/// What comes next of a message.
pub enum Found {
    /// A statement begins.
    Begins,
    /// A child of the statement, whole.
    Child(Node),
    Ends,
}

/// The statements of a message, in the order in which they stand.
pub struct Nodes<'a> {
    reader: Reader<&'a [u8]>,
    /// The names from the top to here.
    path: Vec<String>,
}

impl<'a> Nodes<'a> {
    /// Begins to read; the top of the message is looked at.
    pub fn of(text: &'a str) -> Result<Nodes<'a>, Refusal> {
        let mut nodes = Nodes { reader: Reader::from_str(text), path: Vec::new() };
        loop {
            match nodes.event()? {
                Event::Start(start) => {
                    version(&start)?;
                    nodes.path.push(start.local_name().as_ref().to_owned());
                    break;
                }
                Event::Empty(_) | Event::Eof => return Err(other()),
                _ => {}
            }
        }
        Ok(nodes)
    }

    pub fn next(&mut self) -> Result<Option<Found>, Refusal> {
        loop {
            let depth = self.path.len();
            match self.event()? {
                Event::Start(start) => {
                    let name = start.local_name().as_ref().to_owned();
                    if depth == 3 {
                        return Ok(Some(Found::Child(self.whole(begun(&start)?)?)));
                    }
                    if depth == 1 && name != "BkToCstmrStmt" {
                        return Err(other());
                    }
                    let is_statement = depth == 2 && name == "Stmt";
                    if depth == 2 && !is_statement {
                        self.whole(Node::default())?;
                        continue;
                    }
                    self.path.push(name);
                    if is_statement {
                        return Ok(Some(Found::Begins));
                    }
                }
                Event::End(_) => {
                    self.path.pop();
                    if depth == 3 {
                        return Ok(Some(Found::Ends));
                    }
                }
                Event::Eof if depth > 0 => return Err(Refusal::NotXml(self.reader.buffer_position())),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The rest of an element whose beginning was read.
    fn whole(&mut self, root: Node) -> Result<Node, Refusal> {
        let mut open = vec![root];
        loop {
            let event = self.event()?;
            let deep = open.len() + 3;
            let last = open.last_mut().expect("the element itself is open");
            match event {
                Event::Start(_) if deep > DEEPEST => return Err(Refusal::TooDeep),
                Event::Start(start) => open.push(begun(&start)?),
                Event::Empty(start) => last.children.push(begun(&start)?),
                Event::Text(text) => last.text.push_str(&text.xml10_content()),
                Event::CData(text) => last.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let letter = match reference.resolve_char_ref() {
                        Ok(Some(letter)) => letter,
                        Ok(None) => named(&reference.xml10_content()).ok_or(Refusal::Definitions)?,
                        Err(_) => return Err(Refusal::NotXml(self.reader.buffer_position())),
                    };
                    last.text.push(letter);
                }
                Event::End(_) => {
                    let node = open.pop().expect("the element itself is open");
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => return Ok(node),
                    }
                }
                Event::Eof => return Err(Refusal::NotXml(self.reader.buffer_position())),
                _ => {}
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, Refusal> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(Refusal::Definitions),
            Ok(event) => Ok(event),
            Err(_) => Err(Refusal::NotXml(self.reader.error_position())),
        }
    }
}

fn begun(start: &BytesStart<'_>) -> Result<Node, Refusal> {
    let mut node = Node { name: start.local_name().as_ref().to_owned(), ..Node::default() };
    if let Some(currency) = start.try_get_attribute("Ccy").map_err(|_| Refusal::NotXml(0))? {
        node.currency = Some(currency.value.trim().to_owned());
    }
    Ok(node)
}

/// The five names that need no definition.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Whether the top of a message is that of a statement in a version that is known.
fn version(start: &BytesStart<'_>) -> Result<(), Refusal> {
    if start.local_name().as_ref() != "Document" {
        return Err(other());
    }
    let mut spaces = start.attributes().filter_map(Result::ok).filter(|one| one.key.as_ref().starts_with("xmlns"));
    let message = spaces.find_map(|one| {
        one.value.trim().rsplit(':').next().filter(|end| end.starts_with("camt.") || end.starts_with("pain.")).map(str::to_owned)
    });
    let is_plain = |text: &str| text.len() < 30 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    match message.as_deref() {
        Some("camt.053.001.02" | "camt.053.001.08") => Ok(()),
        Some(camt) if is_plain(camt) => match camt.get(..8) {
            Some("camt.052") => Err(Refusal::Other(Text::new(
                "CAMT.052, an interim report; ask the bank for CAMT.053",
                "CAMT.052, een tussentijds overzicht; vraag de bank om CAMT.053",
            ))),
            Some("camt.054") => Err(Refusal::Other(Text::new(
                "CAMT.054, which gives details only; ask the bank for CAMT.053",
                "CAMT.054, met alleen specificaties; vraag de bank om CAMT.053",
            ))),
            _ => Err(Refusal::Version(camt.to_owned())),
        },
        _ => Err(other()),
    }
}

fn other() -> Refusal {
    Refusal::Other(Text::new("something else", "iets anders"))
}

/// The text of a file, by the encoding that it declares.
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.starts_with(b"<\0") || bytes.starts_with(b"\0<") {
        return Err(Refusal::Encoding);
    }
    let head: String = bytes.iter().take(200).map(|b| char::from(*b)).collect();
    let declared = head.trim_start().strip_prefix("<?xml").and_then(|head| head.split("?>").next());
    let encoding = declared.and_then(|head| head.split("encoding").nth(1)).map(|rest| {
        let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '=' || c == '"' || c == '\'');
        name.split(['"', '\'']).next().unwrap_or_default().to_ascii_lowercase()
    });
    match encoding.as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii" | "ascii") => {
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| Refusal::Encoding)
        }
        Some("iso-8859-1" | "latin1" | "iso8859-1") => Ok(Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect())),
        Some(_) => Err(Refusal::Encoding),
    }
}
