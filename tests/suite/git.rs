//! Reading a record at a git revision: what is found, what is refused and with which advice, and that nothing is touched.

mod environment;
mod stored;
mod uncommitted;
mod walked;

use std::fs;
use std::path::PathBuf;

use chrono_tz::Europe::Amsterdam;
use chrono_tz::{Tz, UTC};
use commons::source::git::{Commit, Mode, Tree, read, resolve};
use tempfile::TempDir;

use crate::commits::git_as;

/// A folder of repositories, each begun by a test.
struct Bench {
    dir: TempDir,
}

impl Bench {
    fn new() -> Bench {
        Bench { dir: TempDir::new().expect("the temporary folder can be written") }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Git as it is on a machine without settings, on a day of 2026.
    fn git_on(&self, day: &str, path: &str, args: &[&str]) -> String {
        git_as(("Jo", "jo@zwolle.example"), &format!("2026-{day}"), &self.at(path), args)
    }

    fn git(&self, path: &str, args: &[&str]) -> String {
        self.git_on("06-01T12:00:00+0200", path, args)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    fn init(&self, path: &str) {
        fs::create_dir_all(self.at(path)).expect("folders can be made");
        self.git(path, &["init", "--quiet", "-b", "main"]);
    }

    /// Commits all there is at noon UTC, and gives the commit's id.
    fn commit(&self, path: &str, day: &str) -> String {
        let time = if day.contains('T') { day.to_owned() } else { format!("{day}T12:00:00+0000") };
        self.git(path, &["add", "--all"]);
        self.git_on(&time, path, &["commit", "--quiet", "--allow-empty", "-m", day]);
        self.git(path, &["rev-parse", "HEAD"])
    }

    /// A repository `r` with three commits, of 1 January, 1 February and 1 March.
    fn three(&self) -> [String; 3] {
        self.init("r");
        ["01-01", "02-01", "03-01"].map(|day| {
            self.write("r/commons.toml", format!("name = \"{day}\"\n"));
            self.commit("r", day)
        })
    }

    fn find(&self, path: &str, rev: &str) -> Commit {
        resolve(&self.at(path), rev, UTC).unwrap_or_else(|error| panic!("{rev}: {error:#}"))
    }

    fn refused(&self, path: &str, rev: &str) -> String {
        let error = resolve(&self.at(path), rev, UTC).expect_err(rev);
        format!("{error:#}")
    }

    fn tree(&self, path: &str, rev: &str) -> Tree {
        read(&self.at(path), &self.find(path, rev), 1000, |_| true).unwrap_or_else(|error| panic!("{rev}: {error:#}"))
    }
}

fn names(tree: &Tree) -> Vec<String> {
    tree.blobs.iter().map(|blob| String::from_utf8_lossy(&blob.path).into_owned()).collect()
}

fn text<'a>(tree: &'a Tree, path: &str) -> &'a [u8] {
    let blob = tree.blobs.iter().find(|blob| blob.path == path.as_bytes()).expect(path);
    tree.bytes.of(&blob.held)
}

#[test]
fn a_revision_is_a_name_or_a_day() {
    let bench = Bench::new();
    let [first, second, third] = bench.three();
    bench.git("r", &["tag", "-m", "one", "v1", &first]);
    bench.git("r", &["branch", "-q", "2026-03-05", &first]);
    for (rev, id) in [
        ("main", &third),
        ("@", &third),
        ("HEAD~1", &second),
        ("v1", &first),
        (&second[..9], &second),
        (":/02-01", &second),
        ("2026-01-01", &first),
        ("2026-01-31", &first),
        ("2026-02-01", &second),
        ("2026-03-06", &third),
        ("9999-12-31", &third),
    ] {
        assert_eq!(&bench.find("r", rev).id, id, "{rev}");
    }
    assert_eq!(text(&bench.tree("r", "v1"), "commons.toml"), b"name = \"01-01\"\n");
    // What it stands for is not chosen in silence: neither of a day and a branch, nor of a tag and a branch.
    let refused = |rev: &str| resolve(&bench.at("r"), rev, UTC).expect_err("it means two things").to_string();
    let said = refused("2026-03-05");
    assert!(said.contains(&format!("{} is the last of that day, {} has the name", &third[..10], &first[..10])), "{said}");
    bench.git("r", &["tag", "2026-01-31", &first]);
    assert_eq!(bench.find("r", "2026-01-31").id, first, "both are the same");
    bench.git("r", &["branch", "-q", "v1", &second]);
    for rev in ["v1", "v1~0"] {
        assert!(refused(rev).contains("`tags/v1`, `heads/v1`"), "{rev}: {}", refused(rev));
    }
    assert_eq!([bench.find("r", "tags/v1").id, bench.find("r", "heads/v1").id], [first, second]);
}

#[test]
fn a_day_ends_at_midnight_of_its_zone() {
    let bench = Bench::new();
    bench.init("r");
    let first = bench.commit("r", "03-28T20:00:00+0000");
    let late = bench.commit("r", "03-28T23:30:00+0000");
    let early = bench.commit("r", "03-30T00:30:00+0200");
    let on = |day: &str, zone: Tz| resolve(&bench.at("r"), day, zone).expect("the day is in the history").id;
    assert_eq!([on("2026-03-28", UTC), on("2026-03-28", Amsterdam)], [late.clone(), first]);
    assert_eq!([on("2026-03-29", UTC), on("2026-03-29", Amsterdam)], [early.clone(), late]);
    let time = bench.find("r", &early).time;
    assert_eq!(time.to_rfc3339(), "2026-03-30T00:30:00+02:00");
}

#[test]
fn a_day_looks_at_what_was_merged_when_it_was_merged() {
    let bench = Bench::new();
    bench.init("r");
    let first = bench.commit("r", "01-01");
    bench.git("r", &["switch", "-q", "-c", "proposal"]);
    bench.commit("r", "01-02");
    bench.git("r", &["switch", "-q", "main"]);
    bench.git_on("01-05T12:00:00+0000", "r", &["merge", "-q", "--no-ff", "-m", "merged", "proposal"]);
    assert_eq!(bench.find("r", "2026-01-03").id, first);
}

#[test]
fn what_is_no_revision_is_refused_with_advice() {
    let bench = Bench::new();
    bench.three();
    bench.git("r", &["update-ref", "refs/remotes/origin/proposal", "HEAD"]);
    for (rev, said) in [
        ("mian", "there is no revision `mian`; did you mean `main`?"),
        ("proposal", "there is no revision `proposal`; did you mean `origin/proposal`?"),
        ("main~9", "the history of `main` has no such commit"),
        ("HEAD^2", "the history of `HEAD` has no such commit"),
        ("main..HEAD", "is a range of revisions; give one of them"),
        ("^main", "there is no revision `^main`"),
        ("HEAD^{tree}", "is a tree, not a commit"),
        ("HEAD:commons.toml", "is a blob, not a commit"),
        ("0123456789012345678901234567890123456789", "there is no revision"),
        ("01-02-2026", "a date is year, month, day: `2026-01-31`"),
        ("2026-1-1", "a date is year, month, day: `2026-01-31`"),
        ("2026-02-30", "there is no day `2026-02-30`, nor a branch or tag of that name; the last day of that month is `2026-02-28`"),
        ("2026-13-01", "a date is year, month, day"),
        ("2025-12-31", "there is no commit on or before 2025-12-31; the first is of 2026-01-01: give that day or a later one"),
        ("1900-01-01", "the first is of 2026-01-01"),
        ("main@{2020-01-01}", "the reflog does not reach back"),
        ("", "a revision is a branch, a tag, a commit or a date"),
        ("a\0b", "a revision is a branch, a tag, a commit or a date"),
    ] {
        let message = bench.refused("r", rev);
        assert!(message.contains(said), "{rev}: {message}");
    }
}

#[test]
fn a_revision_that_looks_like_an_option_does_nothing() {
    let bench = Bench::new();
    bench.three();
    for rev in ["-n", "--all", "--help", "--show-toplevel", "--git-dir=x", "--", "-", "--output=x"] {
        assert!(bench.refused("r", rev).starts_with("there is no revision"), "{rev}");
    }
    assert!(!bench.at("r/x").exists());
}

#[test]
fn a_folder_without_history_is_refused_with_advice() {
    let bench = Bench::new();
    bench.init("empty");
    for rev in ["HEAD", "main", "2026-01-01"] {
        let message = bench.refused("empty", rev);
        assert!(message.contains("the repository has no commits yet"), "{message}");
    }
    bench.write("plain/commons.toml", "");
    assert!(bench.refused("plain", "main").contains("is not in a git repository, so it has no past revisions"));
    assert!(bench.refused("nowhere", "main").contains("give a folder that exists"));
    bench.write("moved/.git", format!("gitdir: {}\n", bench.at("gone").display()));
    assert!(bench.refused("moved", "main").contains("run `git worktree repair` or clone anew"));
}

#[test]
fn a_record_in_a_subfolder_is_read_alone() {
    let bench = Bench::new();
    bench.init("r");
    let before = bench.commit("r", "01-01");
    bench.write("r/:alle dossiers/één[*]/commons.toml", "a");
    bench.write("r/:alle dossiers/één[*]/roles/bestuur der gemeente.toml", "b");
    bench.write("r/:alle dossiers/één[*]b/commons.toml", "c");
    bench.write("r/commons.toml", "d");
    bench.commit("r", "01-02");
    let record = "r/:alle dossiers/één[*]";
    assert_eq!(bench.find(record, "HEAD").prefix, ":alle dossiers/één[*]/");
    let tree = bench.tree(record, "HEAD");
    assert_eq!(names(&tree), ["commons.toml", "roles/bestuur der gemeente.toml"]);
    assert_eq!(text(&tree, "commons.toml"), b"a");
    assert_eq!(names(&bench.tree(record, &before)), [""; 0]);
    assert_eq!(bench.tree(record, "2026-01-02").blobs.len(), 2);
}

#[test]
fn a_bare_repository_and_a_work_tree_beside_it_are_read() {
    let bench = Bench::new();
    let [first, _, third] = bench.three();
    bench.git("", &["clone", "-q", "--bare", "r", "bare.git"]);
    let commit = bench.find("bare.git", "2026-03-01");
    assert_eq!((commit.id, commit.prefix.as_str()), (third, ""));
    assert_eq!(names(&bench.tree("bare.git", "main")), ["commons.toml"]);

    bench.git("r", &["worktree", "add", "-q", "--detach", "../beside", &first]);
    assert_eq!(bench.find("beside", "HEAD").id, first);
    assert_eq!(text(&bench.tree("beside", "main"), "commons.toml"), b"name = \"03-01\"\n");
}

#[test]
fn a_shallow_clone_says_how_to_get_the_rest() {
    let bench = Bench::new();
    bench.three();
    let origin = format!("file://{}", bench.at("r").display());
    bench.git("", &["clone", "-q", "--depth", "1", &origin, "shallow"]);
    assert_eq!(bench.tree("shallow", "2026-03-01").blobs.len(), 1);
    for (rev, said) in [
        ("HEAD~1", "there is no revision `HEAD~1` in this shallow clone"),
        ("2026-02-15", "there is no commit on or before 2026-02-15 in this shallow clone, which begins on 2026-03-01"),
    ] {
        let message = bench.refused("shallow", rev);
        let all = [said, "`git fetch --unshallow`", "`fetch-depth: 0`"];
        assert!(all.iter().all(|said| message.contains(said)), "{message}");
    }
}

#[test]
fn a_partial_clone_is_never_completed() {
    let bench = Bench::new();
    bench.init("r");
    bench.git("r", &["config", "uploadpack.allowFilter", "true"]);
    bench.write("r/roles/a.toml", "a");
    bench.write("r/roles/b.toml", "b");
    bench.write("r/docs/large.pdf", [b'x'; 5000]);
    bench.commit("r", "01-01");
    let origin = format!("file://{}", bench.at("r").display());
    for (name, filter) in [("blobless", "blob:none"), ("treeless", "tree:0"), ("light", "blob:limit=1k")] {
        bench.git("", &["clone", "-q", "--no-checkout", "--filter", filter, &origin, name]);
        let inventory = bench.git(name, &["count-objects", "-v"]);
        let commit = bench.find(name, "HEAD");
        let message = format!("{:#}", read(&bench.at(name), &commit, 1000, |_| true).expect_err("blobs are missing"));
        assert!(message.contains("not in this partial clone") && message.contains("`git fetch --refetch --no-filter`"), "{message}");
        assert_eq!(bench.git(name, &["count-objects", "-v"]), inventory);
    }
    // What is not wanted may be missing.
    let light = read(&bench.at("light"), &bench.find("light", "HEAD"), 1000, |path| path.ends_with(b".toml"));
    let light = light.expect("the small files are there");
    assert_eq!((text(&light, "roles/a.toml"), text(&light, "roles/b.toml")), (&b"a"[..], &b"b"[..]));
    // The advice is good.
    bench.git("blobless", &["fetch", "-q", "--refetch", "--no-filter"]);
    assert_eq!(bench.tree("blobless", "HEAD").blobs.len(), 3);
}

#[test]
fn a_damaged_repository_is_refused() {
    let bench = Bench::new();
    bench.three();
    let blob = bench.git("r", &["rev-parse", "HEAD:commons.toml"]);
    fs::remove_file(bench.at("r/.git/objects").join(&blob[..2]).join(&blob[2..])).expect("a loose object is a file");
    let message = format!("{:#}", read(&bench.at("r"), &bench.find("r", "HEAD"), 1000, |_| true).expect_err("a blob is missing"));
    assert!(message.contains("is missing from the repository; run `git fsck`"), "{message}");
}

#[test]
fn every_kind_of_entry_is_told_apart() {
    let bench = Bench::new();
    bench.init("r");
    let commit = bench.commit("r", "01-01");
    bench.write("r/a", "");
    bench.write("r/b", "no newline, \0, one in the middle\nx");
    bench.write("r/c", [b'x'; 1001]);
    bench.write("r/d", [b'y'; 1000]);
    bench.write("target", "/etc/passwd");
    let target = bench.git("r", &["hash-object", "-w", "../target"]);
    bench.git("r", &["add", "--all"]);
    bench.git("r", &["update-index", "--add", "--cacheinfo", &format!("120000,{target},link")]);
    bench.git("r", &["update-index", "--add", "--cacheinfo", &format!("160000,{commit},module")]);
    bench.git("r", &["update-index", "--add", "--cacheinfo", &format!("100755,{target},new\nline\t\"run\"")]);
    bench.git("r", &["commit", "-q", "-m", "kinds"]);
    let tree = bench.tree("r", "HEAD");
    let seen: Vec<_> = tree.blobs.iter().map(|blob| (blob.mode, blob.size, tree.bytes.of(&blob.held).len())).collect();
    let file = |size| (Mode::File, size as u64, size);
    let (link, module) = ((Mode::Link, 11, 11), (Mode::Submodule, 0, 0));
    assert_eq!(seen, [file(0), file(34), (Mode::File, 1001, 0), file(1000), link, module, file(11)]);
    assert_eq!(names(&tree), ["a", "b", "c", "d", "link", "module", "new\nline\t\"run\""]);
    assert_eq!(text(&tree, "b"), b"no newline, \0, one in the middle\nx");
    assert_eq!((text(&tree, "d"), text(&tree, "link")), (&[b'y'; 1000][..], &b"/etc/passwd"[..]));
}

#[test]
fn many_files_keep_their_order_and_nothing_is_touched() {
    let bench = Bench::new();
    bench.init("r");
    for number in 0..3000 {
        bench.write(&format!("r/roles/{number:04}.toml"), format!("{number}").repeat(number % 7));
    }
    bench.commit("r", "01-01");
    let state = || {
        let mut state: Vec<_> = ["", ".git", ".git/objects", ".git/index", ".git/HEAD", ".git/refs/heads"]
            .map(|path| fs::metadata(bench.at("r").join(path)).and_then(|data| data.modified()).expect("it is there"))
            .into();
        state.sort();
        (state, bench.git("r", &["count-objects", "-v"]))
    };
    let before = state();
    let tree = read(&bench.at("r"), &bench.find("r", "HEAD"), 1000, |path| !path.ends_with(b"3.toml")).expect("all is there");
    assert_eq!(tree.blobs.len(), 2700);
    for blob in &tree.blobs {
        let number: usize = String::from_utf8_lossy(&blob.path[6..10]).parse().expect("the name is a number");
        assert_eq!(tree.bytes.of(&blob.held), format!("{number}").repeat(number % 7).as_bytes());
    }
    assert!(tree.blobs.is_sorted_by(|one, next| one.path < next.path));
    assert_eq!(state(), before);
}
