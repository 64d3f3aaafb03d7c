//! Exporting pictures beside everything else: writing them with what goes beside them, copying them, and the house styles
//! they are drawn in.

use std::path::PathBuf;

use super::{News, PictureRequest, Session};
use crate::{
    jobs::Job,
    model::picture::HouseStyle,
    workspace::{
        Problem, Project,
        export::{self, Behind, Beside},
        fonts,
        styles::{self, Shelf},
    },
};

/// A picture to be written, and what goes beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureOrder {
    pub request: PictureRequest,
    pub path: PathBuf,
    pub beside: Beside,
    pub behind: Behind,
    /// Whether the system's dialog has asked already whether the picture itself may be replaced.
    pub asked: bool,
    /// Whether all files that are there already may be replaced.
    pub replace: bool,
}

/// What is asked about house styles.
#[derive(Clone, Debug, PartialEq)]
pub enum StyleAsk {
    /// Which there are.
    List,
    Save(HouseStyle),
    Rename {
        from: String,
        to: String,
    },
    Delete(String),
    /// Take one from a file.
    Add(PathBuf),
    /// Write one to a file.
    Export(HouseStyle, PathBuf),
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportNews {
    /// The picture asked for with [`Session::copy_picture`] as PNG bytes.
    Copied { png: Vec<u8> },
    /// These files were written.
    Written { ticket: u64, files: Vec<PathBuf> },
    /// Nothing was written: these files are there already.
    Exists { ticket: u64, files: Vec<PathBuf> },
    /// Nothing was written.
    Failed { ticket: u64, problem: Problem },
    /// The styles there are now, which of them was asked about, and what to say of it.
    Styles {
        shelf: Shelf,
        chosen: Option<HouseStyle>,
        said: String,
    },
    /// Nothing about styles was changed.
    StyleFailed(Problem),
    /// The families of fonts pictures can be set in.
    Families(Vec<String>),
}

impl Session {
    /// Writes a picture and what goes beside it; [`ExportNews::Written`], [`ExportNews::Exists`] or [`ExportNews::Failed`] follows
    /// with the returned ticket.
    pub fn export_picture(&mut self, order: PictureOrder) -> u64 {
        self.tickets += 1;
        let ticket = self.tickets;
        let project = self.project.path();
        self.beside("Saving the picture", move || {
            let files = order.beside.files(&order.path);
            let unasked = files.get(usize::from(order.asked)..).unwrap_or_default();
            let there = export::there_already(unasked);
            if !order.replace && !there.is_empty() {
                return ExportNews::Exists {
                    ticket,
                    files: there,
                };
            }
            let written = Project::open_to_read(&project).and_then(|mut project| {
                let PictureOrder {
                    request,
                    path,
                    beside,
                    behind,
                    ..
                } = &order;
                let files = export::files_of(&mut project, request, path, *beside, behind)?;
                export::write_all(&files)
            });
            match written {
                Ok(()) => ExportNews::Written {
                    ticket,
                    files: order.beside.files(&order.path),
                },
                Err(problem) => ExportNews::Failed { ticket, problem },
            }
        });
        ticket
    }

    /// Draws a picture to be copied, in the style of this name where one is given; [`ExportNews::Copied`] or [`News::Failed`]
    /// follows.
    pub fn copy_picture(&mut self, mut request: PictureRequest, style: Option<String>) {
        self.pictures.push(Job::start(
            "Copying the picture",
            self.wake.clone(),
            move |_| {
                if let Some(style) = style.and_then(|name| styles::shelf().get(&name).cloned()) {
                    request.options.style = style;
                }
                Ok(match export::copied(&request) {
                    Ok(png) => News::Export(ExportNews::Copied { png }),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }

    /// Does what is asked about house styles; [`ExportNews::Styles`] or [`ExportNews::StyleFailed`] follows.
    pub fn ask_styles(&mut self, ask: StyleAsk) {
        self.beside("House styles", move || match carry_out(ask) {
            Ok((chosen, said)) => ExportNews::Styles {
                shelf: styles::shelf(),
                chosen,
                said,
            },
            Err(problem) => ExportNews::StyleFailed(problem),
        });
    }

    /// Looks through the fonts of the system; [`ExportNews::Families`] follows.
    pub fn read_families(&mut self) {
        self.beside("Fonts", || ExportNews::Families(fonts::families()));
    }

    fn beside(&mut self, label: &str, work: impl FnOnce() -> ExportNews + Send + 'static) {
        self.pictures
            .push(Job::start(label, self.wake.clone(), move |_| {
                Ok(News::Export(work()))
            }));
    }
}

fn carry_out(ask: StyleAsk) -> Result<(Option<HouseStyle>, String), Problem> {
    Ok(match ask {
        StyleAsk::List => (None, String::new()),
        StyleAsk::Save(style) => {
            styles::save(&style)?;
            let name = styles::tidy_name(&style.name);
            let said = format!("Saved the style {name}");
            (Some(HouseStyle { name, ..style }), said)
        }
        StyleAsk::Rename { from, to } => {
            let style = styles::rename(&from, &to)?;
            let said = format!("{from} is called {} now", style.name);
            (Some(style), said)
        }
        StyleAsk::Delete(name) => {
            styles::delete(&name)?;
            (None, format!("Deleted the style {name}"))
        }
        StyleAsk::Add(path) => {
            let style = styles::add(&path)?;
            let said = format!("Added the style {}", style.name);
            (Some(style), said)
        }
        StyleAsk::Export(style, path) => {
            export::write_file(&path, styles::text_of(&style).as_bytes())?;
            (None, format!("Saved {}", path.display()))
        }
    })
}
