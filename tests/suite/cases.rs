//! Cases are folders: laid out in a fresh directory, judged, and compared with the files beside them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use commons::answers::issued::given;
use commons::date::Date;
use commons::diagnostics::{Style, Summary, text};
use commons::record::load::load;
use commons::record::places::{Located, key_of, locate};
use commons::rules::{Choice, past, run};
use commons::source::git::Past;
use commons::source::{FilePath, directory};
use commons::text::Lang;

/// The day on which cases and examples are judged.
pub const DAY: &str = "2026-10-01";

pub fn day(text: &str) -> Date {
    Date::parse(text).expect("tests write real days")
}

/// The folder of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn records() -> PathBuf {
    root().join("tests/records")
}

/// Whether expected files are to be written anew.
pub fn blessing() -> bool {
    std::env::var_os("COMMONS_BLESS").is_some()
}

/// Compares a text with the file in which it is expected, or writes that file.
pub fn expect_file(path: &Path, actual: &str) {
    if blessing() {
        fs::create_dir_all(path.parent().expect("an expected file stands in a folder")).expect("the folder can be made");
        fs::write(path, actual).expect("the expected file can be written");
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let shown = path.strip_prefix(root()).unwrap_or(path).display();
    assert!(
        expected == actual,
        "{shown} is not what is written now (COMMONS_BLESS=1 writes it anew):\n--- expected\n{expected}\n--- actual\n{actual}"
    );
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("a folder can be listed").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below a folder with its bytes; of a link, its target.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("a case can be read");
        let path = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
        if entry.file_type().is_symlink() {
            found.insert(path, fs::read_link(entry.path()).expect("a link has a target").to_string_lossy().into_owned().into_bytes());
        } else if entry.file_type().is_file() {
            found.insert(path, fs::read(entry.path()).expect("a case can be read"));
        }
    }
    found
}

/// Lays the files of a folder over a directory; links stay links.
pub fn lay(from: &Path, over: &Path) {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.expect("a case can be read");
        let target = over.join(entry.path().strip_prefix(from).expect("it is below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder can be made");
            continue;
        }
        let _ = fs::remove_file(&target);
        if entry.file_type().is_symlink() {
            let to = fs::read_link(entry.path()).expect("a link has a target");
            std::os::unix::fs::symlink(to, &target).expect("a link can be made");
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}

/// What cannot stand in a case as a file is done to it afterwards: `grow PATH BYTES`, `vanish PATH`, `folder PATH`; `sent PATH FILE` says what
/// git's history has of an invoice.
fn doings(folder: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join("doings.txt")).unwrap_or_default();
    text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// A case, judged.
pub struct Judged {
    pub findings: Vec<Located>,
    pub files: usize,
}

impl Judged {
    pub fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|located| located.finding.rule).collect()
    }

    /// As it is shown on a terminal of a hundred columns, without colour.
    pub fn shown(&self, lang: Lang) -> String {
        let style = Style { lang, color: false, width: 100, most: None, quiet: true };
        let bytes = text::write(&self.findings, Summary::of(&self.findings, self.files), &style);
        String::from_utf8(bytes).expect("text is text")
    }
}

/// Judges the record in a directory on a day.
pub fn judge(folder: &Path, on: &str) -> Judged {
    judge_with(folder, on, &[], true, &[])
}

/// As [`judge`], with every waiver left out: they end, so they would hide one thing on one day only.
pub fn judge_unwaived(folder: &Path, on: &str) -> Judged {
    judge_with(folder, on, &[], false, &[])
}

fn judge_with(folder: &Path, on: &str, vanish: &[PathBuf], waivers: bool, sent: &[Past]) -> Judged {
    let source = directory::open(folder).expect("a record can be listed");
    for path in vanish {
        fs::remove_file(path).expect("a file can vanish");
    }
    let (mut record, mut loading) = load(&source, day(on), &|| ());
    if let Some(settings) = record.collaboration.as_mut().filter(|_| !waivers) {
        settings.waiver.clear();
    }
    let text =
        |path: &FilePath| String::from_utf8(fs::read(folder.join(path.as_str())).expect("an invoice can be read")).expect("it is text");
    let now = record.invoices.iter().filter(|_| !sent.is_empty()).map(|one| (one.file.to_string(), text(&one.file))).collect();
    loading.extend(past::findings(&given(sent, &now), &record));
    let findings = run(&record, loading, &Choice::default(), &key_of(&source));
    Judged { findings: locate(&source, findings), files: record.files }
}

/// Judges a case: the smallest clean record with the case's files laid over it.
pub fn judge_case(case: &Path, on: &str) -> Judged {
    judge_laid(case, on, true)
}

/// As [`judge_case`], with every waiver left out.
pub fn judge_case_unwaived(case: &Path, on: &str) -> Judged {
    judge_laid(case, on, false)
}

fn judge_laid(case: &Path, on: &str, waivers: bool) -> Judged {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    lay(&records().join("base"), fresh.path());
    lay(case, fresh.path());
    let _ = fs::remove_file(fresh.path().join("doings.txt"));
    let (mut vanish, mut sent) = (Vec::new(), Vec::new());
    for doing in doings(case) {
        match &doing.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["grow", path, bytes] => {
                let path = fresh.path().join(path);
                let mut text = fs::read(&path).expect("what grows is there");
                let bytes: usize = bytes.parse().expect("a number of bytes");
                while text.len() < bytes {
                    text.extend_from_slice(b"# een regel die er niet toe doet, heel vaak achter elkaar\n");
                }
                fs::write(&path, text).expect("a file can grow");
            }
            ["vanish", path] => vanish.push(fresh.path().join(path)),
            ["folder", path] => fs::create_dir_all(fresh.path().join(path)).expect("a folder can be made"),
            ["sent" | "elsewhere", path, file] => {
                let bytes = fs::read(fresh.path().join(file)).expect("what was sent stands in the case");
                fs::remove_file(fresh.path().join(file)).expect("it was laid there");
                let (path, at, commit) = ((*path).to_owned(), format!("./{path}"), "1a2b3c4".to_owned());
                sent.push(Past { path, at, bytes, commit, is_new: true, is_elsewhere: doing[0] == "elsewhere" });
            }
            other => panic!("{}: nobody knows how to do {other:?}", case.display()),
        }
    }
    judge_with(fresh.path(), on, &vanish, waivers, &sent)
}
