import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { WorkspaceEntry } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { TOPICS, topicWord } from './topics.ts'

/** Entries by what they are about, and those that wait for a release. */
export function TopicTree({ entries }: { readonly entries: readonly WorkspaceEntry[] }) {
  const { t } = useTranslation()
  const drafts = entries.filter(({ state }) => state !== 'published').length
  const used = new Set(entries.map(({ entry }) => entry.topic))
  const others = [...used].filter((topic) => !TOPICS.some((known) => known === topic))
  const count = (topic: string) => entries.filter(({ entry }) => entry.topic === topic).length
  return (
    <nav className="tree" aria-label={t('knowledge.tree')}>
      <Leaf
        label={t('knowledge.all')}
        count={entries.length}
        isHere={(search) => !search.topic && !search.state}
        change={{}}
      />
      <Leaf
        label={t('knowledge.drafts')}
        count={drafts}
        isHere={({ state }) => state === 'draft'}
        change={{ state: 'draft' }}
      />
      <div className="nav-title">{t('knowledge.topics')}</div>
      {TOPICS.map((topic) => (
        <Leaf
          key={topic}
          label={t(topicWord(topic))}
          count={count(topic)}
          isHere={(search) => search.topic === topic}
          change={{ topic }}
        />
      ))}
      {others
        .filter((topic) => topic !== '')
        .map((topic) => (
          <Leaf
            key={topic}
            label={topic}
            count={count(topic)}
            isHere={(search) => search.topic === topic}
            change={{ topic }}
          />
        ))}
    </nav>
  )
}

interface TreeSearch {
  readonly topic?: string | undefined
  readonly state?: string | undefined
}

interface LeafProps {
  readonly label: string
  readonly count: number
  readonly change: TreeSearch
  isHere(search: TreeSearch): boolean
}

function Leaf({ label, count, change, isHere }: LeafProps) {
  const search = useSearch({ from: '/knowledge' })
  return (
    <Link
      to="/knowledge"
      search={(before) => ({ ...before, topic: undefined, state: undefined, entry: undefined, ...change })}
      className={isHere(search) ? 'leaf leaf-here' : 'leaf'}
      aria-current={isHere(search) ? 'true' : undefined}
      activeProps={{}}
    >
      <Icon name="tag" size={14} />
      <span className="grow clip">{label}</span>
      <span className="small">{count === 0 ? '' : count}</span>
    </Link>
  )
}
