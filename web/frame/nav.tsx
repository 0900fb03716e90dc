import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countWaiting } from '../api/talk.ts'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { MENU, type MenuPage } from './pages.ts'
import { useMe } from './use-me.ts'

interface NavProps {
  readonly isNarrow: boolean
  readonly onNarrow?: () => void
}

export function Nav({ isNarrow, onNarrow }: NavProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const groups = MENU.map((group) => ({ ...group, pages: group.pages.filter(({ needs }) => may(needs)) }))
  return (
    <nav className="nav" aria-label={t('frame.menu')}>
      {onNarrow && (
        <Link to="/" className="nav-brand" aria-label={t('product')}>
          <Mark size={30} />
          {!isNarrow && <strong>{t('product')}</strong>}
        </Link>
      )}
      <div className="nav-groups">
        {groups
          .filter(({ pages }) => pages.length > 0)
          .map(({ name, pages }) => (
            <div key={name} className="nav-group">
              <div className="nav-title">{isNarrow ? '' : t(name)}</div>
              {pages.map((page) => (
                <NavLink key={page.to} page={page} isNarrow={isNarrow} />
              ))}
            </div>
          ))}
      </div>
      {onNarrow && (
        <button type="button" className="nav-link nav-fold" onClick={onNarrow} aria-expanded={!isNarrow}>
          <Icon name={isNarrow ? 'unfold' : 'fold'} />
          {isNarrow ? <span className="visually-hidden">{t('frame.unfold')}</span> : <span>{t('frame.fold')}</span>}
        </button>
      )}
    </nav>
  )
}

function NavLink({ page, isNarrow }: { readonly page: MenuPage; readonly isNarrow: boolean }) {
  const { t } = useTranslation()
  const label = t(page.name)
  return (
    <Link
      to={page.to}
      className="nav-link"
      activeOptions={{ exact: page.to === '/', includeSearch: false }}
      activeProps={{ className: 'nav-here' }}
      title={isNarrow ? label : undefined}
      data-testid={`nav${page.to.replace('/', '-')}`}
    >
      <Icon name={page.icon} />
      <span className={isNarrow ? 'visually-hidden' : 'grow'}>{label}</span>
      {page.to === '/conversations' && <Waiting />}
    </Link>
  )
}

/** Buyers whom the robot handed over and nobody has answered yet. */
function Waiting() {
  const { t } = useTranslation()
  const { data: count = 0 } = useQuery({ queryKey: ['waiting'], queryFn: countWaiting, refetchInterval: 10_000 })
  if (count === 0) return null
  return (
    <span className="nav-count">
      {count > 99 ? '99+' : count}
      <span className="visually-hidden">{t('frame.waiting')}</span>
    </span>
  )
}
