//! The program as people and scripts call it: output, exit codes, faults.
mod support;

use assert_cmd::Command;
use chancery::store::KnowledgeGraph;
use flate2::Compression;
use flate2::write::GzEncoder;
use predicates::prelude::*;
use predicates::str::contains;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use support::{Folder, articles};

fn chancery() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.env_remove("CHANCERY_STORE").timeout(Duration::from_secs(300));
    command
}

fn ingest(store: &Path, input: &Path) -> Command {
    let mut command = chancery();
    command.arg("ingest").arg("--store").arg(store).arg(input);
    command
}

fn export(store: &Path, more: &[&str]) -> String {
    let output = chancery().args(["export", "--format", "nquads", "--store"]).arg(store).args(more).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn order_and_number_of_workers_do_not_matter_and_a_second_run_adds_nothing() {
    let folder = Folder::new();
    let mut lines = articles(30, 0);
    let forward = folder.write("forward.jsonl", lines.join("\n"));
    lines.reverse();
    let backward = folder.write("backward.jsonl", lines.join("\n"));
    let (one, four) = (folder.path("one"), folder.path("four"));
    ingest(&one, &forward).args(["--jobs", "1"]).assert().success().stderr(contains("30 added"));
    ingest(&four, &backward).args(["--jobs", "4"]).assert().success();
    let first = export(&one, &[]);
    assert_eq!(first, export(&four, &[]));
    assert!(first.contains("ontology#Claim") || first.contains("ontology#modality"), "no claim was found");
    let all = export(&one, &["--all"]);
    ingest(&one, &backward).assert().success().stderr(contains("0 added, 0 replaced, 30 unchanged, 0 rejected"));
    assert_eq!(all, export(&one, &["--all"]));
    chancery()
        .args(["validate", "--store"])
        .arg(&one)
        .assert()
        .success()
        .stderr(contains("30 articles checked, 0 faults"));
    chancery().args(["stats", "--store"]).arg(&one).assert().success().stdout(contains("articles"));
}

#[test]
fn extract_and_load_give_what_ingest_gives() {
    let folder = Folder::new();
    let input = folder.write("in.jsonl", articles(5, 0).join("\n"));
    let (direct, loaded) = (folder.path("direct"), folder.path("loaded"));
    ingest(&direct, &input).assert().success();
    let extracted = chancery().arg("extract").arg(&input).output().unwrap();
    assert!(extracted.status.success());
    let file = folder.write("out.nq", &extracted.stdout);
    chancery().args(["load", "--store"]).arg(&loaded).arg(&file).assert().success();
    assert_eq!(export(&direct, &[]), export(&loaded, &[]));
    let from_stdin = chancery().args(["extract", "-"]).write_stdin(articles(5, 0).join("\n")).output().unwrap();
    assert_eq!(from_stdin.stdout, extracted.stdout);
}

#[test]
fn a_changed_article_replaces_its_graph_and_retract_restores() {
    let folder = Folder::new();
    let (store, lines) = (folder.path("store"), articles(4, 0));
    ingest(&store, &folder.write("a.jsonl", lines[..3].join("\n"))).assert().success();
    let before = export(&store, &["--all"]);
    ingest(&store, &folder.write("b.jsonl", &lines[3])).assert().success().stderr(contains("1 added"));
    assert_ne!(before, export(&store, &["--all"]));
    chancery().args(["retract", "wire-3", "--store"]).arg(&store).assert().success();
    assert_eq!(before, export(&store, &["--all"]));
    chancery().args(["retract", "wire-3", "--store"]).arg(&store).assert().code(1).stderr(contains("no article"));
    let changed = lines[0].replace("to discuss trade", "to discuss fishing");
    ingest(&store, &folder.write("c.jsonl", changed)).assert().success().stderr(contains("0 added, 1 replaced"));
    let after = export(&store, &[]);
    assert!(after.contains("to discuss fishing") && after.matches("ontology#Article>").count() == 3);
}

#[test]
fn of_two_articles_with_one_id_the_same_one_stays_in_any_order() {
    let folder = Folder::new();
    let line = articles(1, 0).remove(0);
    let later = line.replace("2024-02-14", "2024-02-15").replace("to discuss trade", "to discuss fishing");
    let mut exports = Vec::new();
    for (name, lines) in [("a", [&line, &later]), ("b", [&later, &line])] {
        let input = folder.write(&format!("{name}.jsonl"), lines.map(String::as_str).join("\n"));
        let store = folder.path(name);
        ingest(&store, &input).assert().code(3).stderr(contains("another version of"));
        exports.push(export(&store, &[]));
        ingest(&store, &input).assert().code(3);
        exports.push(export(&store, &[]));
    }
    assert!(exports[0].contains("to discuss fishing"));
    assert!(exports.iter().all(|export| *export == exports[0]));
}

#[test]
fn bad_input_is_named_and_the_rest_goes_on() {
    let folder = Folder::new();
    let good = articles(1, 0).remove(0);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(good.repeat(50).as_bytes()).unwrap();
    let packed = gzip.finish().unwrap();
    folder.write("in/good.json", &good);
    folder.write("in/empty.txt", "");
    folder.write("in/binary.txt", [0u8, 159, 146, 150, 0, 1, 2, 3].repeat(100));
    folder.write("in/truncated.json.gz", &packed[..packed.len() / 2]);
    folder.write("in/broken.json", "{\"title\": \"x\", ");
    folder.write("in/no-text.json", "{\"title\": \"x\"}");
    folder.write("in/soup.html", "<div><p>".repeat(300));
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b' '; 20 << 20]).unwrap();
    folder.write("in/bomb.json.gz", bomb.finish().unwrap());
    let store = folder.path("store");
    let mut expected = ingest(&store, &folder.path("in")).assert().code(3).stderr(contains("1 added"));
    for name in
        ["empty.txt", "binary.txt", "truncated.json.gz", "broken.json", "no-text.json", "soup.html", "bomb.json.gz"]
    {
        expected = expected.stderr(predicate::str::is_match(format!("rejected: .*{name}")).unwrap());
    }
    expected.stderr(contains("7 rejected"));
    chancery().args(["validate", "--store"]).arg(&store).assert().success();
    // Quiet is quiet, but what exit code 3 refers to is said.
    ingest(&store, &folder.path("in")).arg("--quiet").assert().code(3).stderr(contains("seconds").not());
}

#[test]
fn a_store_in_use_is_left_alone() {
    let folder = Folder::new();
    let (store, input) = (folder.path("store"), folder.write("a.jsonl", articles(1, 0).join("\n")));
    ingest(&store, &input).assert().success();
    let before = export(&store, &[]);
    let held = KnowledgeGraph::open(&store, None).unwrap();
    ingest(&store, &input).assert().code(1).stderr(contains("in use by another process"));
    chancery().args(["query", "ASK {}", "--store"]).arg(&store).assert().code(1).stderr(contains("in use"));
    drop(held);
    let reader = KnowledgeGraph::open_read_only(&store).unwrap();
    chancery().args(["query", "ASK {}", "--store"]).arg(&store).assert().success().stdout("yes\n");
    ingest(&store, &input).assert().code(1).stderr(contains("in use"));
    drop(reader);
    assert_eq!(before, export(&store, &[]));
}

#[test]
fn folders_that_are_no_place_for_a_store_are_refused() {
    let folder = Folder::new();
    let input = folder.write("in/a.jsonl", articles(1, 0).join("\n"));
    ingest(&folder.path("in"), &input).assert().code(1).stderr(contains("not a chancery store"));
    ingest(&input.join("store"), &input).assert().code(1).stderr(contains("error:"));
    chancery()
        .args(["stats", "--store"])
        .arg(folder.path("none"))
        .assert()
        .code(1)
        .stderr(contains("no chancery store"));
    chancery().args(["retract", "x", "--store"]).arg(folder.path("none")).assert().code(1);
    assert!(!folder.path("none").exists(), "a mistyped folder was created");
    let store = folder.path("store");
    ingest(&store, &input).assert().success();
    ingest(&store, &input)
        .args(["--base", "https://example.org/"])
        .assert()
        .code(1)
        .stderr(contains("leave out --base"));
    fs::write(store.join("CURRENT"), "MANIFEST-999999\n").unwrap();
    ingest(&store, &input).assert().code(1).stderr(contains("damaged"));
}

#[test]
fn another_base_renames_everything_under_it() {
    let folder = Folder::new();
    let (store, input) = (folder.path("store"), folder.write("a.jsonl", articles(1, 0).join("\n")));
    ingest(&store, &input).args(["--base", "https://example.org/kg/"]).assert().success();
    let all = export(&store, &["--all"]);
    assert!(all.contains("<https://example.org/kg/state/KE>") && !all.contains("<https://w3id.org/chancery/id/"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_none() {
    let folder = Folder::new();
    let (store, input) = (folder.path("store"), folder.write("a.jsonl", articles(20, 0).join("\n")));
    ingest(&store, &input).assert().success();
    let binary = env!("CARGO_BIN_EXE_chancery");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(binary);
    let output = command.args(["export", "--store"]).arg(&store).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("No space left"));
    for arguments in [&["export", "--all"][..], &["query", "SELECT * { ?s ?p ?o }", "--format", "csv"]] {
        let mut command = std::process::Command::new(binary);
        let mut child = command
            .args(arguments)
            .arg("--store")
            .arg(&store)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Reading a little and then going away is what `head` does.
        let mut some = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut some).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn a_killed_run_is_completed_by_the_next() {
    let folder = Folder::new();
    let input = folder.write("a.jsonl", articles(120, 0).join("\n"));
    let whole = folder.path("whole");
    ingest(&whole, &input).assert().success();
    let expected = export(&whole, &[]);
    let mut killed_midway = 0;
    for delay in [50, 150, 400, 1000] {
        let store = folder.path(&format!("killed-{delay}"));
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(["ingest", "--quiet", "--store"])
            .arg(&store)
            .arg(&input)
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        killed_midway += usize::from(!child.wait().unwrap().success());
        ingest(&store, &input).assert().success();
        assert_eq!(export(&store, &[]), expected, "after {delay} ms");
    }
    assert!(killed_midway > 0, "every run ended before it was killed");
}

#[test]
fn queries_by_name_and_in_sparql() {
    let folder = Folder::new();
    let (store, input) = (folder.path("store"), folder.write("a.jsonl", articles(8, 0).join("\n")));
    ingest(&store, &input).assert().success();
    let query = |arguments: &[&str]| {
        let mut command = chancery();
        command.arg("query").args(arguments).arg("--store").arg(&store);
        command.assert()
    };
    query(&["meetings", "--param", "actor=Kenya"]).success().stdout(contains("Talks"));
    query(&["articles", "--format", "csv"]).success().stdout(predicate::str::starts_with("date,publisher,article"));
    query(&["articles", "--format", "json"]).success().stdout(contains("\"bindings\""));
    query(&["SELECT (COUNT(?a) AS ?n) { ?a a ch:Article }", "--format", "tsv"]).success().stdout("?n\n8\n");
    query(&["CONSTRUCT { ?a a ch:Article } { ?a a ch:Article }"]).success().stdout(contains("@prefix ch:"));
    query(&["meetings"]).code(1).stderr(contains("needs --param actor="));
    query(&["meetings", "-p", "actor=\"} DROP ALL #'"]).code(1).stderr(contains("nothing in the store is called"));
    query(&["meeting"]).code(1).stderr(contains("did you mean meetings"));
    query(&["SELECT * WHERE { ?s"]).code(1).stderr(contains("not a valid SPARQL query"));
    query(&["DELETE WHERE { ?s ?p ?o }"]).code(1).stderr(contains("only reads"));
    query(&["ASK {}", "--format", "turtle"]).code(1).stderr(contains("choose table"));
    let deep = ["SELECT * ", &"{".repeat(5000), &"}".repeat(5000)].concat();
    query(&[&deep]).code(1).stderr(contains("nested more than"));
    let numbers = (0..300).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    let values: String = ["a", "b", "c", "d"].map(|name| format!("VALUES ?{name} {{ {numbers} }} ")).concat();
    let endless = format!("SELECT * {{ {values} }} ORDER BY ?a ?b ?c ?d");
    query(&[&endless, "--timeout", "1"]).code(1).stderr(contains("was stopped after 1 s"));
    query(&[&endless, "--memory", "300"]).code(1).stderr(contains("needs more than 300 MB"));
    chancery().args(["query", "--list"]).assert().success().stdout(contains("Who mediates"));
    chancery().args(["query", "--list", "meetings"]).assert().success().stdout(contains("--param actor=name"));
}

#[test]
fn inspect_shows_every_layer() {
    let folder = Folder::new();
    let input = folder.write("a.json", articles(1, 0).remove(0));
    let output = chancery().args(["inspect", "--format", "json"]).arg(&input).output().unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text: Vec<char> = shown["article"]["text"].as_str().unwrap().chars().collect();
    let at = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let words = |item: &serde_json::Value| text[at(&item["begin"])..at(&item["end"])].iter().collect::<String>();
    for layer in ["sentences", "tokens", "mentions", "entities", "claims"] {
        assert!(!shown[layer].as_array().unwrap().is_empty(), "no {layer}");
    }
    assert!(shown["mentions"].as_array().unwrap().iter().any(|mention| words(mention) == "Kenya"));
    let entities: Vec<&str> =
        shown["entities"].as_array().unwrap().iter().map(|entity| entity["iri"].as_str().unwrap()).collect();
    assert!(entities.contains(&"https://w3id.org/chancery/id/state/KE"), "{entities:?}");
    chancery().arg("inspect").arg(&input).assert().success().stdout(contains("Talks").and(contains("\u{1b}").not()));
    chancery().args(["inspect", "--format", "conllu"]).arg(&input).assert().success().stdout(contains("\tNOUN\t"));
}

#[test]
fn exports_for_other_tools_are_files_or_output() {
    let folder = Folder::new();
    let input = folder.write("news.jsonl", articles(3, 0).join("\n"));
    let store = folder.path("store");
    ingest(&store, &input).assert().success();
    let export = || {
        let mut command = chancery();
        command.arg("export").arg("--store").arg(&store);
        command
    };
    export().args(["--as", "plover"]).assert().success().stdout(contains("\"event_type\":\"CONSULT\""));
    export().args(["--as", "plover-csv"]).assert().success().stdout(contains("event_id,occurrence_id,event_date"));
    export().args(["--as", "ftm"]).assert().success().stdout(contains("\"schema\":\"PublicBody\""));
    export().args(["--as", "graphml"]).assert().success().stdout(contains("<edge "));
    let file = folder.path("claims.parquet");
    export().args(["--as", "parquet", "-o"]).arg(&file).assert().success().stderr(contains("rows written"));
    assert!(fs::read(&file).unwrap().ends_with(b"PAR1"));
    export().args(["--with-alignments", "sem,org"]).assert().success().stdout(contains("sem:hasActor"));
    export().args(["--as", "visits", "--format", "turtle"]).assert().code(2);
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for arguments in
        [&["ingest"][..], &["nothing"], &["query"], &["export", "--format", "pdf"], &["ingest", "--jobs", "x", "a"]]
    {
        chancery().args(arguments).assert().code(2);
    }
    chancery().args(["ingest", "/no/such/file"]).assert().code(1).stderr(contains("/no/such/file"));
    chancery().args(["completions", "bash"]).assert().success().stdout(contains("_chancery"));
}
