import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty } from '../ui/empty.tsx'
import { Filters } from './filters.tsx'
import { TalkList } from './talk-list.tsx'
import { TalkPane } from './talk-pane.tsx'
import { WhyPane } from './why-pane.tsx'
import './conversations.css'

/** Who talks with the shops, what was said, and why the robot said it. */
export function ConversationsPage() {
  const { t } = useTranslation()
  const { id, why } = useSearch({ from: '/conversations' })
  return (
    <div className={`talks${id ? ' talks-open' : ''}${why ? ' talks-why' : ''}`}>
      <h1 className="visually-hidden">{t('page.conversations')}</h1>
      <section className="talks-list" aria-label={t('talks.list')}>
        <Filters />
        <TalkList />
      </section>
      <section className="talks-middle" aria-label={t('talks.transcript')}>
        {id ? (
          <TalkPane key={id} id={id} />
        ) : (
          <Empty icon="chat" title={t('talks.choose')} text={t('talks.chooseText')} />
        )}
      </section>
      {why && <WhyPane messageId={why} />}
    </div>
  )
}
