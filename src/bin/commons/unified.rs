//! What a command would change, as a unified diff.

use commons::text::{is_order, safe, unordered};
use similar::TextDiff;

/// The lines of a file that change, with three lines around them; nothing where none do. A file that comes or goes has no text on one
/// side. What stands in it steers neither a terminal nor a pipeline, so a carriage return is shown and not sent.
pub fn unified(path: &str, before: Option<&str>, after: Option<&str>) -> String {
    if before == after {
        return String::new();
    }
    let path = harmless(path);
    let side = |letter: &str, text: Option<&str>| text.map_or_else(|| "/dev/null".to_owned(), |_| format!("{letter}/{path}"));
    let mut text = format!("--- {}\n+++ {}\n", side("a", before), side("b", after));
    let (before, after) = (lines(before.unwrap_or_default()), lines(after.unwrap_or_default()));
    let diff = TextDiff::from_slices(&before, &after);
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        text += &format!("{}\n", hunk.header());
        for change in hunk.iter_changes() {
            let line = change.value();
            text += &format!("{}{}\n", change.tag(), harmless(line.strip_suffix('\n').unwrap_or(line)));
            if !line.ends_with('\n') {
                text += "\\ No newline at end of file\n";
            }
        }
    }
    text
}

/// The lines of a text, each with its end. A carriage return alone ends none.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn harmless(line: &str) -> String {
    let line = unordered(&safe(line)).into_owned();
    if is_order(&line) { line.replacen("::", ": :", 1) } else { line }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn what_changes_is_shown_and_steers_nothing() {
        assert_eq!(unified("a", Some("x\n"), Some("x\n")), "");
        let said = unified("a\u{1b}.toml", Some("x\n::set-output y\r\n\u{202e}z"), Some("x\n::set-output y\r\nz\n"));
        let shown = "--- a/a\u{241b}.toml\n+++ b/a\u{241b}.toml\n@@ -1,3 +1,3 @@\n x\n : :set-output y\u{240d}\n-\u{fffd}z\n\\ No newline at end of file\n+z\n";
        assert_eq!(said, shown);
        assert_eq!(unified("a", None, Some("x\n")), "--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n");
        assert_eq!(unified("a", Some("x\n"), None), "--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
    }
}
