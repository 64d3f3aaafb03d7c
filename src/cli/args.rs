//! The arguments, as clap reads them.

use std::path::PathBuf;

use crate::workspace::import::Separator;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Make sense of a pile of news articles, offline
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub struct Cli {
    /// A project or article files, opened in the window
    pub paths: Vec<PathBuf>,
    /// Open a window of its own, even where one is open already
    #[arg(long)]
    pub new_window: bool,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What the terminal program can do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Import files and folders into a project, which is made if it is not there
    Import {
        #[command(flatten)]
        project: ProjectArg,
        /// Files, folders, or - for standard input
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Write one line for every input to this CSV file
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
        /// Print the report as JSON lines
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        reading: ReadingArgs,
    },
    /// Write a table of the project
    Export {
        /// Which table
        table: TableName,
        #[command(flatten)]
        project: ProjectArg,
        #[arg(long, default_value = "csv")]
        format: TableFormat,
        /// Places with one feature or row for each mention
        #[arg(long)]
        each_mention: bool,
        /// Write here instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Print an article's reading text
    Show {
        /// The article's number, as in `export articles`
        article: i64,
        #[command(flatten)]
        project: ProjectArg,
        /// Print what was set aside, too
        #[arg(long)]
        furniture: bool,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Find words: articles, lines with every hit, tables of many terms
    Search(Box<super::search::SearchArgs>),
    /// Draw a chart
    Chart(Box<super::chart::ChartArgs>),
    /// Draw the map
    Map {
        #[command(flatten)]
        project: ProjectArg,
        #[command(flatten)]
        picture: Box<super::picture::PictureArgs>,
        #[arg(long, default_value = "mentions")]
        count: CountName,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// House styles of charts and maps: list, show, add, rename, delete
    Style {
        #[command(subcommand)]
        what: super::picture::StyleVerb,
    },
    /// Find names and places in articles from standard input, JSON lines in and out, without a project
    Annotate,
    /// Decide something: a name, a date, a tag, a code
    Decide {
        #[command(subcommand)]
        what: Decision,
    },
    /// Place names of your own: add lists, look names up
    Gazetteer {
        #[command(subcommand)]
        what: super::places::GazetteerVerb,
    },
    /// Take the last decision back
    Undo {
        #[command(flatten)]
        project: ProjectArg,
    },
    /// Do again what was undone last
    Redo {
        #[command(flatten)]
        project: ProjectArg,
    },
    /// Print the ledger of decisions, oldest first
    History {
        #[command(flatten)]
        project: ProjectArg,
        /// The same as --format ndjson
        #[arg(long)]
        json: bool,
        #[arg(long, default_value = "text")]
        format: HistoryFormat,
    },
    /// List names that may be one, and spellings that may be somebody else's
    Worklist {
        #[command(flatten)]
        project: ProjectArg,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Draw names at random to check by eye, and say how many are right
    Accuracy(super::ledger::AccuracyArgs),
    /// Save a complete copy of a project, also while it is open in a window; read through before it is named
    Copy {
        #[command(flatten)]
        project: ProjectArg,
        /// The copy
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Replace a file of this name
        #[arg(long)]
        replace: bool,
        /// Print what was copied as JSON
        #[arg(long)]
        json: bool,
    },
    /// Check the project file: integrity, offsets, counts. Repairs nothing
    Check {
        #[command(flatten)]
        project: ProjectArg,
    },
}

/// How files are read where their bytes leave a choice.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Encoding of texts, such as windows-1252, instead of the one the bytes suggest
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// What stands between articles of one file: none, page, blank:N (blank lines), line:WORDS (a line that begins with
    /// them), start:WORDS (the first line of each article begins with them)
    #[arg(long, value_name = "KIND", value_parser = separator)]
    pub separator: Option<Separator>,
}

fn separator(text: &str) -> Result<Separator, String> {
    let wrong = || "one of none, page, blank:N, line:WORDS, start:WORDS".to_owned();
    match text.split_once(':') {
        None if text == "none" => Ok(Separator::None),
        None if text == "page" => Ok(Separator::PageBreak),
        Some(("blank", n)) => n
            .parse()
            .ok()
            .filter(|n| *n > 0)
            .map(Separator::BlankLines)
            .ok_or_else(wrong),
        Some(("line", words)) if !words.trim().is_empty() => Ok(Separator::Line(words.to_owned())),
        Some(("start", words)) if !words.trim().is_empty() => {
            Ok(Separator::Start(words.to_owned()))
        }
        _ => Err(wrong()),
    }
}

/// Decisions of the terminal program.
#[derive(Debug, Subcommand)]
pub enum Decision {
    #[command(flatten)]
    Names(super::decide::NameDecision),
    #[command(flatten)]
    Marks(super::marking::MarkDecision),
    /// Say when an article was published
    SetDate {
        /// The article's number
        article: i64,
        /// 2011, 2011-06, 2011-06-03, 2011-06-03T16:48, or unknown
        date: String,
        #[command(flatten)]
        project: ProjectArg,
    },
    /// Give a saved search another name
    RenameSearch {
        /// The saved search, by its name
        #[arg(value_name = "NAME")]
        search: String,
        /// The new name
        #[arg(value_name = "NEW NAME")]
        name: String,
        #[command(flatten)]
        project: ProjectArg,
    },
    /// Delete a saved search
    DeleteSearch {
        /// The saved search, by its name
        #[arg(value_name = "NAME")]
        search: String,
        #[command(flatten)]
        project: ProjectArg,
    },
    /// Say that articles are versions of one story
    JoinStories {
        /// The articles' numbers; whole families come together
        #[arg(required = true, num_args = 2..)]
        articles: Vec<i64>,
        #[command(flatten)]
        project: ProjectArg,
    },
    /// Say that an article is not the same story as the others of its family
    SplitStory {
        /// The articles' numbers; each becomes a story of its own
        #[arg(required = true)]
        articles: Vec<i64>,
        #[command(flatten)]
        project: ProjectArg,
    },
}

#[derive(Debug, Args)]
pub struct ProjectArg {
    /// The project file
    #[arg(long, value_name = "FILE")]
    pub project: PathBuf,
}

/// The one filter, everywhere the same.
#[derive(Debug, Default, Args)]
pub struct FilterArgs {
    /// Published on or after this date
    #[arg(long, value_name = "DATE", help_heading = "Filter")]
    pub from: Option<String>,
    /// Published on or before this date
    #[arg(long, value_name = "DATE", help_heading = "Filter")]
    pub to: Option<String>,
    /// Of this outlet; may be repeated
    #[arg(long, value_name = "NAME", help_heading = "Filter")]
    pub outlet: Vec<String>,
    /// Naming this person, organization, place or group; may be repeated
    #[arg(long, value_name = "NAME", help_heading = "Filter")]
    pub entity: Vec<String>,
    /// Naming this place; may be repeated
    #[arg(long, value_name = "NAME", help_heading = "Filter")]
    pub place: Vec<String>,
    /// Names of this type only; may be repeated
    #[arg(long = "type", value_name = "TYPE", help_heading = "Filter")]
    pub types: Vec<TypeName>,
    /// That this query finds, as `search` reads it
    #[arg(long, value_name = "QUERY", help_heading = "Filter")]
    pub query: Option<String>,
    /// With this tag; may be repeated
    #[arg(long, value_name = "TAG", help_heading = "Filter")]
    pub tag: Vec<String>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
        pub enum $name { $($variant),* }
    };
}

words!(
    /// Tables of `export`.
    TableName { Articles, Mentions, Entities, Places, Relations, Families, Evidence, Tags, Codes, Highlights, Memos, Deleted }
);
words!(
    /// File formats of tables.
    TableFormat { Csv, Ndjson, Geojson, Kml, Qdc }
);
words!(
    /// File formats of the history.
    HistoryFormat { Text, Ndjson, Csv }
);
words!(
    /// Kinds of charts.
    ChartName { Entities, Types, Timeline, Outlets, Cooccurrence, Coverage, Places, First, Lengths }
);
words!(
    /// Within what two names stand together.
    TogetherName { Sentence, Paragraph, Article }
);
words!(
    /// File formats of method sheets.
    MethodName { Md, Html }
);
words!(
    /// What is counted.
    CountName { Mentions, Articles, Stories }
);
words!(
    /// Column widths of timelines.
    TimeName { Day, Week, Month, Year }
);
words!(
    /// Types of names.
    TypeName { Person, Organization, Place, Group }
);
