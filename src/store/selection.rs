//! The articles a filter lets through, as a temporary table that all counting queries join.

use rusqlite::params;

use super::{Result, Store, sql};
use crate::model::{Filter, Query};

/// What the temporary table was filled for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionKey {
    filter: Filter,
    /// Changes with every write of this or another connection.
    version: (i64, u64),
}

pub(super) fn json<T: serde::Serialize>(values: &[T]) -> Option<String> {
    if values.is_empty() {
        None
    } else {
        serde_json::to_string(values).ok()
    }
}

impl Store {
    /// Makes the filter's articles the ones that the reading functions count, whatever its text. Cheap when nothing changed
    /// since.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn select(&mut self, filter: &Filter) -> Result<()> {
        self.select_with(
            &Filter {
                text: None,
                ..filter.clone()
            },
            None,
        )
    }

    /// The same with the query that the filter's text was read as.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn select_with(&mut self, filter: &Filter, query: Option<&Query>) -> Result<()> {
        let key = SelectionKey {
            filter: Filter {
                types: Vec::new(),
                ..filter.clone()
            },
            version: (self.data_version()?, self.conn.total_changes()),
        };
        if self.selected.as_ref() == Some(&key) {
            return Ok(());
        }
        // What the rest of the filter lets through stays the same while its text is typed: that scans all articles, while
        // the text asks the index. It holds as long as nobody wrote anything.
        let rest = Filter {
            text: None,
            ..key.filter.clone()
        };
        let unchanged = self.selected.as_ref().map(|s| s.version) == Some(key.version);
        let known = self.remembered.base.take();
        let known = known.filter(|(of, _)| unchanged && *of == rest);
        self.selected = None;
        self.remembered.counted.get_mut().forget();
        let tx = self.conn.unchecked_transaction()?;
        let mut filled = false;
        let base = match known {
            Some((_, base)) => base,
            None => {
                self.conn.execute(sql!("selection/clear_found"), [])?;
                self.fill_selection(&rest, None)?;
                filled = true;
                self.set(sql!("selection/all"), [])?
            }
        };
        let found = query
            .map(|query| self.found_among(query, &base))
            .transpose()?;
        if found.is_some() || !filled {
            let ids = found.as_ref().unwrap_or(&base).json();
            self.conn
                .prepare_cached(sql!("selection/clear"))?
                .execute([])?;
            self.conn
                .prepare_cached(sql!("selection/put"))?
                .execute([ids])?;
        }
        tx.commit()?;
        self.remembered.base = Some((rest, base));
        self.remembered.query = query.cloned();
        // Filling the table counts as a change of this connection, so the number is taken again.
        self.selected = Some(SelectionKey {
            version: (key.version.0, self.conn.total_changes()),
            ..key
        });
        Ok(())
    }

    pub(super) fn fill_selection(&self, filter: &Filter, words: Option<&str>) -> Result<()> {
        self.remembered.counted.borrow_mut().forget();
        self.conn
            .prepare_cached(sql!("selection/clear"))?
            .execute([])?;
        self.conn
            .prepare_cached(sql!("selection/fill"))?
            .execute(params![
                filter.from,
                filter.to,
                json(&filter.outlets),
                json(&filter.entities),
                words,
                filter.undated,
                json(&filter.tags),
                filter.doubtful,
            ])?;
        Ok(())
    }

    /// How many articles without a date a date range keeps out. The filter is the one that was selected last.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn undated_outside(&self, filter: &Filter) -> Result<u64> {
        if filter.from.is_none() && filter.to.is_none() || filter.doubtful {
            return Ok(0);
        }
        let undated = self.set(
            sql!("selection/undated_outside"),
            params![
                json(&filter.outlets),
                json(&filter.entities),
                json(&filter.tags)
            ],
        )?;
        Ok(match &self.remembered.query {
            Some(query) => self.found_among(query, &undated)?.len(),
            None => undated.len(),
        })
    }
}
