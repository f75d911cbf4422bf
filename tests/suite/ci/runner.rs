//! The orders that GitHub's runner would find in the lines of a step, read by its rules: the newer ones begin a line, the older stand anywhere.

use std::collections::BTreeMap;

/// What a runner does more than write a line into its log.
const NAMES: [&str; 17] = [
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "echo",
    "add-mask",
    "add-matcher",
    "remove-matcher",
    "set-env",
    "add-path",
    "set-output",
    "save-state",
    "stop-commands",
    "internal-set-repo-path",
    "task.complete",
];

#[derive(Debug, PartialEq, Eq)]
pub struct Order {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub data: String,
}

impl Order {
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(String::as_str)
    }
}

/// The order that a line is, if it is one.
pub fn order(line: &str) -> Option<Order> {
    newer(line).or_else(|| older(line))
}

fn newer(line: &str) -> Option<Order> {
    let (info, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
    known(name)?;
    let properties = properties.trim().split(',').filter_map(|pair| pair.split_once('='));
    let properties = properties
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key.to_owned(), unescaped(value, &[("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")])));
    let data = unescaped(data, &[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]);
    Some(Order { name: name.to_owned(), properties: properties.collect(), data })
}

fn older(line: &str) -> Option<Order> {
    let mark = line.find("##[").map(|at| at + 3).or_else(|| line.find("##vso[").map(|at| at + 6))?;
    let (info, data) = line[mark..].split_once(']')?;
    let name = info.split_once(' ').map_or(info, |(name, _)| name);
    known(name)?;
    Some(Order { name: name.to_owned(), properties: BTreeMap::new(), data: data.to_owned() })
}

fn known(name: &str) -> Option<()> {
    NAMES.contains(&name.to_lowercase().as_str()).then_some(())
}

fn unescaped(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}
