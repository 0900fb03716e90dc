import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { explainMessage } from '../api/talk.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { WhyView } from '../ui/why-view.tsx'

/** Why the robot said one of its messages. */
export function WhyPane({ messageId }: { readonly messageId: string }) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['why', messageId], queryFn: () => explainMessage(messageId) })
  return (
    <aside className="talks-right" aria-label={t('why.title')} data-testid="why-pane">
      <header className="talk-head">
        <h2 className="grow">{t('why.title')}</h2>
        <Link to="/conversations" search={(before) => ({ ...before, why: undefined })} className="talk-close">
          <Icon name="close" />
          <span className="visually-hidden">{t('act.close')}</span>
        </Link>
      </header>
      <div className="why-body">
        <Loaded query={query}>
          {({ why }) => (why ? <WhyView why={why} /> : <p className="quiet">{t('why.untold')}</p>)}
        </Loaded>
      </div>
    </aside>
  )
}
