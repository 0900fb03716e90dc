import { useTranslation } from 'react-i18next'
import type { Diff, Entry } from '../api/shapes.ts'
import { titleIn } from './use-scenarios.ts'

/** New in green, gone in red, changed with both. */
export function ReleaseDiff({ diff }: { readonly diff: Diff }) {
  const { t, i18n } = useTranslation()
  const title = (entry: Entry) => titleIn(entry.title, i18n.language)
  if (diff.added.length + diff.removed.length + diff.changed.length === 0)
    return <p className="quiet">{t('releases.same')}</p>
  return (
    <div className="stack">
      {diff.added.map((entry) => (
        <div key={entry.entryId} className="diff diff-added">
          <strong>+ {title(entry)}</strong>
          <Words entry={entry} />
        </div>
      ))}
      {diff.removed.map((entry) => (
        <div key={entry.entryId} className="diff diff-removed">
          <strong>− {title(entry)}</strong>
          <Words entry={entry} />
        </div>
      ))}
      {diff.changed.map(({ entryId, before, after, fields }) => (
        <div key={entryId} className="diff">
          <div className="row between">
            <strong>~ {title(after)}</strong>
            <span className="quiet small">{fields.join(', ')}</span>
          </div>
          <div className="diff diff-removed">
            <Words entry={before} />
          </div>
          <div className="diff diff-added">
            <Words entry={after} />
          </div>
        </div>
      ))}
    </div>
  )
}

const Words = ({ entry }: { readonly entry: Entry }) => (
  <>
    <span className="quiet small">{entry.phrasings.slice(0, 6).join(' · ')}</span>
    {entry.answers.map((answer) => (
      <span key={answer.id}>{answer.texts.join(' / ')}</span>
    ))}
  </>
)
