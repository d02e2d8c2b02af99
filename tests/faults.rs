//! Faults of the machine: killed at random moments, full disk, read-only folder, damaged files, two processes. Nothing
//! may be lost, doubled or stored by halves, and the same command again, or `repair`, must lead out.
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use support::{Folder, articles};

const CHANCERY: &str = env!("CARGO_BIN_EXE_chancery");

/// Batches of a few articles, so that many of them are written in a short run.
fn ingest(store: &Path, input: &Path) -> Command {
    let mut command = Command::new(CHANCERY);
    command.args(["ingest", "--batch", "250", "--jobs", "2", "--store"]).arg(store).arg(input);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(command: &str, store: &Path, more: &[&str]) -> Output {
    Command::new(CHANCERY).arg(command).args(more).arg("--store").arg(store).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn succeed(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", said(&output));
}

/// All that a store holds, but for the time of its runs: the graphs, and that each article has one marker.
fn content(store: &Path) -> String {
    let export = run("export", store, &["--format", "nquads"]);
    assert!(export.status.success(), "{}", said(&export));
    let count = "SELECT (COUNT(?m) AS ?n) (COUNT(DISTINCT ?a) AS ?articles) { GRAPH ?g { ?a ch:marker ?m } }";
    let markers = run("query", store, &[count, "--format", "csv"]);
    assert!(markers.status.success(), "{}", said(&markers));
    [export.stdout, markers.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

/// A small generator of pseudo-random numbers (Marsaglia, Xorshift RNGs, 2003): the same moments in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Kills the command after a random part of the time that an undisturbed run takes; whether it was still running.
fn kill(mut command: Command, random: &mut Random, whole: Duration) -> bool {
    let delay = Duration::from_micros(random.below(u64::try_from(whole.as_micros()).unwrap()));
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// The rounds begin with no store, with one that has other articles only, or older versions of the same ones.
#[test]
fn a_run_killed_at_a_hundred_random_moments_ends_in_the_same_store() {
    let kills: usize = std::env::var("CHANCERY_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(100);
    let folder = Folder::new();
    let (new, old) =
        (folder.write("new.jsonl", articles(60, 2).join("\n")), folder.write("old.jsonl", articles(40, 1).join("\n")));
    let (nothing, few, older) = (folder.path("nothing"), folder.path("few"), folder.path("older"));
    succeed(ingest(&few, &folder.write("few.jsonl", articles(2, 2).join("\n"))));
    succeed(ingest(&older, &old));
    let mut expected = None;
    let starts = [&nothing, &few, &older, &few, &older].map(|start| {
        let store = folder.path("undisturbed");
        if start.exists() {
            copy(start, &store);
        }
        let started = Instant::now();
        succeed(ingest(&store, &new));
        let time = started.elapsed();
        let content = content(&store);
        fs::remove_dir_all(&store).unwrap();
        assert!(*expected.get_or_insert_with(|| content.clone()) == content, "undisturbed runs differ");
        (start, time)
    });
    let expected = expected.unwrap_or_default();
    let counts = expected.trim_end().lines().last();
    assert_eq!(counts, Some("63,63"), "60 articles, ontology, knowledge and identity have a marker each");
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut killed, store) = (0, folder.path("store"));
    for (round, (start, time)) in (1..).zip(starts.iter().cycle()) {
        if start.exists() {
            copy(start, &store);
        }
        // Until a run comes to its end, or has been killed often enough.
        let mut in_a_row = 0;
        while in_a_row < 12 && kill(ingest(&store, &new), &mut random, *time) {
            in_a_row += 1;
        }
        killed += in_a_row;
        succeed(ingest(&store, &new));
        assert!(content(&store) == expected, "round {round}, after {in_a_row} kills");
        let files = fs::read_dir(&store).unwrap().filter_map(Result::ok);
        assert_eq!(files.filter(|file| file.file_name().to_string_lossy().starts_with("bulk-")).count(), 0);
        fs::remove_dir_all(&store).unwrap();
        if killed >= kills {
            break;
        }
    }
}

/// Runs a script with a small disk mounted at `$DISK`; `None`, with the reason on stderr, where nobody may mount.
fn with_small_disk(folder: &Folder, script: &str) -> Option<String> {
    let disk = folder.path("disk");
    fs::create_dir_all(&disk).unwrap();
    let script = ["mount -t tmpfs -o size=160m tmpfs \"$DISK\" || exit 77\n", script].concat();
    for unshare in [&["-m"][..], &["-rm"]] {
        let output = Command::new("unshare")
            .args(unshare)
            .args(["bash", "-c", &script])
            .env("DISK", &disk)
            .env("CHANCERY", CHANCERY)
            .env("IN", folder.path("in.jsonl"))
            .output();
        match output {
            Ok(output) if output.status.code() != Some(77) && !said(&output).contains("unshare failed") => {
                assert!(output.status.success(), "{}", said(&output));
                return Some(String::from_utf8(output.stdout).unwrap());
            }
            _ => {}
        }
    }
    eprintln!("skipped: nobody may mount a small disk here (neither root nor user namespaces)");
    None
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_what_is_finished_stays_and_the_rest_follows_when_there_is_room() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", articles(60, 1).join("\n"));
    let whole = folder.path("whole");
    succeed(ingest(&whole, &input));
    let script = r#"
        ingest() { "$CHANCERY" ingest --batch 250 --store "$DISK/store" "$IN" >/dev/null 2>"$DISK/../said"; }
        ingest || exit 1                       # ontology, knowledge and articles fit
        head -c 400M /dev/zero >"$DISK/filler" 2>/dev/null
        sed 's/agreement number/accord number/' "$IN" >"$DISK/../other"
        IN="$DISK/../other"
        code=0; for i in 1 2 3; do ingest; code=$?; [ $code = 0 ] || break; done
        echo "full: $code $(grep -c 'is full' "$DISK/../said")"
        rm "$DISK/filler"
        ingest; echo "room: $?"
        "$CHANCERY" validate --store "$DISK/store" >/dev/null 2>&1; echo "valid: $?"
        ingest; grep -c '60 unchanged' "$DISK/../said"
    "#;
    if let Some(answer) = with_small_disk(&folder, script) {
        assert_eq!(answer, "full: 1 1\nroom: 0\nvalid: 0\n1\n");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_read_only_store_can_be_asked_but_not_written() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles(3, 1).join("\n"));
    let script = r#"
        ingest() { "$CHANCERY" ingest --store "$DISK/store" "$IN" >/dev/null 2>"$DISK/../said"; }
        ingest || exit 1
        mount -o remount,ro "$DISK" || exit 77
        ingest; echo "ingest: $? $(grep -c 'no permission' "$DISK/../said")"
        "$CHANCERY" query "SELECT (COUNT(*) AS ?n) { ?a a ch:Article }" --format csv --store "$DISK/store" | tr -d '\r'
    "#;
    if let Some(answer) = with_small_disk(&folder, script) {
        assert_eq!(answer, "ingest: 1 1\nn\n3\n");
    }
}

/// Files of the store with this ending, the largest first.
fn files(store: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<(u64, PathBuf)> = fs::read_dir(store)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(ending))
        .map(|entry| (entry.metadata().unwrap().len(), entry.path()))
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    files.into_iter().map(|(_, path)| path).collect()
}

fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let (from, to) = (bytes.len() / 3, bytes.len() * 2 / 3);
    bytes[from..to].iter_mut().for_each(|byte| *byte = !*byte);
    fs::write(path, bytes).unwrap();
}

/// What is done to a store, and by what.
type Harm = (&'static str, fn(&Path));

#[test]
fn a_damaged_store_says_so_and_repair_and_the_same_command_lead_out() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", articles(30, 1).join("\n"));
    let whole = folder.path("whole");
    succeed(ingest(&whole, &input));
    let expected = content(&whole);
    let harms: [Harm; 6] = [
        ("every data file", |store| files(store, ".sst").iter().for_each(|file| damage(file))),
        ("the largest data file", |store| damage(&files(store, ".sst")[0])),
        ("a missing data file", |store| fs::remove_file(&files(store, ".sst")[0]).unwrap()),
        ("a cut data file", |store| fs::write(&files(store, ".sst")[0], b"cut").unwrap()),
        ("the list of files", |store| fs::write(store.join("CURRENT"), "MANIFEST-999999\n").unwrap()),
        ("the settings", |store| fs::write(store.join("chancery.toml"), "format = ").unwrap()),
    ];
    for (what, harm) in harms {
        let store = folder.path("store");
        succeed(ingest(&store, &input));
        harm(&store);
        // Whether a command meets the damage depends on what it reads; it may not crash, hang or give half an answer.
        for (command, more) in [("stats", &[][..]), ("export", &["--format", "nquads"]), ("validate", &[])] {
            let output = run(command, &store, more);
            match output.status.code() {
                Some(0) => {}
                Some(1) => assert!(!said(&output).contains("panicked"), "{what}, {command}: {}", said(&output)),
                code => panic!("{what}, {command}: {code:?} {}", said(&output)),
            }
        }
        let repair = run("repair", &store, &[]);
        assert!(matches!(repair.status.code(), Some(0 | 3)), "{what}: {}", said(&repair));
        assert!(said(&repair).contains("articles saved"), "{what}: {}", said(&repair));
        succeed(ingest(&store, &input));
        assert!(content(&store) == expected, "{what}: {}", said(&repair));
        assert!(folder.path("store.damaged").exists(), "{what}: the damaged store is gone");
        fs::remove_dir_all(folder.path("store.damaged")).unwrap();
        fs::remove_dir_all(&store).unwrap();
    }
}

#[test]
fn repair_of_a_whole_store_loses_nothing() {
    let folder = Folder::new();
    let (store, input) = (folder.path("store"), folder.write("in.jsonl", articles(10, 1).join("\n")));
    succeed(ingest(&store, &input));
    let expected = content(&store);
    for name in ["store.damaged", "store.damaged-2"] {
        let repair = run("repair", &store, &[]);
        assert!(said(&repair).contains("10 articles saved, 0 lost"), "{}", said(&repair));
        assert_eq!(content(&store), expected);
        assert!(folder.path(name).exists());
    }
    assert_eq!(run("repair", &folder.path("none"), &[]).status.code(), Some(1));
}

#[test]
fn of_two_processes_one_writes_and_the_other_is_told() {
    let folder = Folder::new();
    let (store, input) = (folder.path("store"), folder.write("in.jsonl", articles(60, 1).join("\n")));
    // The store is made first, so that both find it whole.
    succeed(ingest(&store, &folder.write("one.jsonl", articles(1, 1).join("\n"))));
    let mut runs: Vec<_> = (0..2).map(|_| ingest(&store, &input).spawn().unwrap()).collect();
    let second = runs.pop().unwrap().wait_with_output().unwrap();
    let first = runs.pop().unwrap().wait_with_output().unwrap();
    let codes = [first.status.code(), second.status.code()];
    let (done, refused) = if codes[0] == Some(0) { (first, second) } else { (second, first) };
    assert!(done.status.success(), "{codes:?} {} {}", said(&done), said(&refused));
    // If the second came only after the first was done, it had nothing left to do.
    assert!(
        said(&refused).contains("in use by another process") || said(&refused).contains("60 unchanged"),
        "{}",
        said(&refused)
    );
    let whole = folder.path("whole");
    succeed(ingest(&whole, &input));
    assert_eq!(content(&store), content(&whole));
}
