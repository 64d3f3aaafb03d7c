//! What the window does about each [`Ask`], between frames.

use std::path::PathBuf;

use egui::Context;

use super::{Ask, Form, Sheet};
use crate::ui::{
    action::Action,
    app::App,
    ask::{Question, Saving},
    dialogs::Dialog,
};
use crate::workspace::session::SearchFile;

impl App {
    pub(in crate::ui) fn act_search(&mut self, ctx: &Context, ask: Ask) {
        match ask {
            Ask::Show(form) => self.search.show(form),
            Ask::Hide => self.search.open = false,
            Ask::Toggle if self.search.open => self.search.open = false,
            Ask::Toggle => self.search.show(self.search.form),
            Ask::Find(filter, form) => {
                self.search.show(form);
                self.queue.send(Action::SetFilter(filter));
            }
            Ask::Open(sheet) => {
                match sheet {
                    Sheet::Keep => self.search.keep.begin(&self.filter),
                    Sheet::Kept => self.search.kept.begin(),
                    Sheet::Terms => self.search.list.begin(),
                    Sheet::Help => {}
                }
                self.dialog = Some(Dialog::Search(sheet));
            }
            Ask::ChooseTerms => self.doors.asker.ask(ctx, &Question::Terms),
            Ask::Run { terms, reading } => {
                if let Some(desk) = &mut self.desk {
                    desk.start_batch(terms, reading, &self.filter);
                }
                self.search.show(Form::Terms);
            }
            Ask::Cancel => {
                if let Some(desk) = &mut self.desk {
                    desk.cancel_batch();
                }
            }
            Ask::Save(file) => {
                let what = match file {
                    SearchFile::Lines(_) => "hits",
                    SearchFile::Articles(_) => "articles-found",
                    SearchFile::Terms => "terms",
                };
                let name = format!("{}-{what}.csv", self.project_name());
                self.ask_where(ctx, name, Saving::Search(file));
            }
        }
    }

    /// Reads a file of terms; the dialog comes back with them.
    pub(in crate::ui) fn read_terms(&mut self, path: PathBuf) {
        if let Some(desk) = &mut self.desk {
            desk.read_terms(path);
        }
    }
}
