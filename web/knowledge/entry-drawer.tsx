import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Drawer, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readEntry } from '../api/knowledge.ts'
import type { EntryBody, WorkspaceEntry } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { TestChat } from '../lab/test-chat.tsx'
import { useTrial } from '../lab/use-trial.ts'
import { Loaded } from '../ui/loaded.tsx'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { Diagnoses } from './diagnoses.tsx'
import { emptyEntry, entryFor, trimmed } from './empty-entry.ts'
import { EntryActs } from './entry-acts.tsx'
import { EntryForm } from './entry-form.tsx'
import { EntryHistory } from './entry-history.tsx'
import { titleIn, useScenarios } from './use-scenarios.ts'

interface DrawerProps {
  readonly scopeId: string
  /** The id of an entry, `new`, or `fix:` and the scenario whose answer is to be another. */
  readonly place: string
}

/** One entry: its wording on the left, the robot that already knows it on the right. */
export function EntryDrawer({ scopeId, place }: DrawerProps) {
  const { t } = useTranslation()
  const scenarios = useScenarios()
  const isStored = place !== 'new' && !place.startsWith('fix:')
  const query = useQuery({
    queryKey: ['entry', scopeId, place],
    queryFn: () => readEntry(scopeId, place),
    enabled: isStored,
    refetchOnWindowFocus: false,
  })
  if (!isStored) {
    const scenario = scenarios.get(place.slice('fix:'.length))
    if (place !== 'new' && !scenario)
      return (
        <Drawer open size={1120} title={t('knowledge.new')}>
          <Waiting />
        </Drawer>
      )
    const first = scenario ? entryFor(scenario) : emptyEntry()
    return <Editor key={place} scopeId={scopeId} row={null} first={first} />
  }
  if (!query.data)
    return (
      <Drawer open size={1120} title={t('page.knowledge')}>
        <Loaded query={query}>{() => null}</Loaded>
      </Drawer>
    )
  const { entryId: _id, ...body } = query.data.entry
  return (
    <Editor
      key={`${place} ${query.data.publishedSince} ${query.data.draft?.changedAt}`}
      scopeId={scopeId}
      row={query.data}
      first={body}
    />
  )
}

interface EditorProps {
  readonly scopeId: string
  /** Null: not stored yet. */
  readonly row: WorkspaceEntry | null
  readonly first: EntryBody
}

function Editor({ scopeId, row, first: given }: EditorProps) {
  const { t, i18n } = useTranslation()
  // The drawer may be drawn again before anything is typed: what it opened with is what a change is measured by.
  const [first] = useState(given)
  const [entry, setEntry] = useState(first)
  const navigate = useNavigate({ from: '/knowledge' })
  const { guard, release } = useUnsavedGuard(() => entry !== first)
  const close = () => navigate({ search: (before) => ({ ...before, entry: undefined }) })
  const leave = () => {
    release()
    return close()
  }
  const title = titleIn(entry.title, i18n.language) || t('knowledge.new')
  return (
    <Drawer
      open
      size={1120}
      onClose={close}
      title={title}
      className="entry-drawer"
      footer={<EntryActs scopeId={scopeId} row={row} entry={entry} isChanged={entry !== first} onClose={leave} />}
    >
      {guard}
      <div className="editor">
        <Tabs
          className="editor-form"
          items={[
            {
              key: 'wording',
              label: t('entry.wording'),
              children: (
                <>
                  <EntryForm entry={entry} onChange={setEntry} />
                  <Diagnoses scopeId={scopeId} entry={entry} entryId={row?.entryId} />
                </>
              ),
            },
            ...(row
              ? [
                  {
                    key: 'history',
                    label: t('entry.history'),
                    children: (
                      <EntryHistory
                        scopeId={scopeId}
                        entryId={row.entryId}
                        onTake={({ entryId: _old, ...body }) => setEntry(body)}
                      />
                    ),
                  },
                ]
              : []),
          ]}
        />
        <EntryTrial entry={entry} entryId={row?.entryId} />
      </div>
    </Drawer>
  )
}

/** Talks with the entry as it stands in the form: nothing needs to be saved first. */
function EntryTrial({ entry, entryId }: { readonly entry: EntryBody; readonly entryId: string | undefined }) {
  const { t } = useTranslation()
  const { shop } = useShop()
  const sent = trimmed(entry)
  const canTry = sent.phrasings.length > 0 && sent.answers.every(({ texts }) => texts.length > 0)
  const trial = useTrial(shop?.shopId ?? '', { knowledge: 'drafts', ...(canTry && { entry: sent, entryId }) })
  const ideas = sent.phrasings.slice(0, 4)
  return (
    <section className="editor-chat" aria-label={t('page.lab')}>
      <h2>{t('entry.try')}</h2>
      <p className="quiet small">{t(canTry ? 'entry.tryText' : 'entry.tryEmpty')}</p>
      <TestChat trial={trial} ideas={ideas} />
    </section>
  )
}
