//! The numbers of published articles, and values that each of them has.

use std::ops::{Deref, Index, IndexMut};

/// A published article, by its number among them: newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(usize);

impl ArticleId {
    /// The newest article, which leads the front page.
    pub const NEWEST: Self = Self(0);

    /// Returns the article published next.
    pub(crate) fn newer(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// Returns the number of steps between two articles, in the order of publication.
    pub(crate) fn distance(self, other: Self) -> usize {
        self.0.abs_diff(other.0)
    }
}

/// A value for each published article, in their order. Only an [`ArticleId`] leads to one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct PerArticle<T>(Vec<T>);

impl<T> PerArticle<T> {
    /// Returns the article and the value of each.
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (ArticleId, &T)> + ExactSizeIterator + Clone {
        self.0.iter().enumerate().map(|(number, value)| (ArticleId(number), value))
    }

    /// Returns every article, newest first.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ArticleId> + ExactSizeIterator + Clone + use<T> {
        (0..self.0.len()).map(ArticleId)
    }

    /// Returns the article published before `id`.
    pub(crate) fn older(&self, id: ArticleId) -> Option<ArticleId> {
        (id.0 + 1 < self.0.len()).then_some(ArticleId(id.0 + 1))
    }

    /// Returns the first article whose value fits.
    pub(crate) fn find_id(&self, fits: impl Fn(&T) -> bool) -> Option<ArticleId> {
        self.0.iter().position(fits).map(ArticleId)
    }

    /// Returns the values alone.
    pub(crate) fn into_values(self) -> Vec<T> {
        self.0
    }
}

impl<T> Default for PerArticle<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for PerArticle<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> FromIterator<T> for PerArticle<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T> Index<ArticleId> for PerArticle<T> {
    type Output = T;

    fn index(&self, id: ArticleId) -> &T {
        &self.0[id.0]
    }
}

impl<T> IndexMut<ArticleId> for PerArticle<T> {
    fn index_mut(&mut self, id: ArticleId) -> &mut T {
        &mut self.0[id.0]
    }
}

impl<T> Deref for PerArticle<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a PerArticle<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
