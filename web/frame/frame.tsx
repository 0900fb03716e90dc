import { Outlet, useRouterState } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readChoice, writeChoice } from '../ui/choice.ts'
import { CommandBar } from './command-bar.tsx'
import { Nav } from './nav.tsx'
import { TopBar } from './top-bar.tsx'

const NARROW = 'xiaoer.nav-narrow'

/** What stands around every page: menu, shop, robot switch, command bar. */
export function Frame() {
  const { t } = useTranslation()
  const [isNarrow, setNarrow] = useState(readChoice(NARROW) === 'yes')
  const [isMenuOpen, setMenuOpen] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // A page was chosen: the drawer of a small screen has done its work.
  useEffect(() => setMenuOpen(false), [path])
  const narrow = () => {
    writeChoice(NARROW, isNarrow ? 'no' : 'yes')
    setNarrow(!isNarrow)
  }
  return (
    <div className={isNarrow ? 'frame frame-narrow' : 'frame'}>
      <a className="skip" href="#page">
        {t('frame.skip')}
      </a>
      <aside className="side">
        <Nav isNarrow={isNarrow} onNarrow={narrow} />
      </aside>
      <Drawer
        open={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        placement="left"
        size={260}
        title={t('product')}
        styles={{ body: { padding: 0 } }}
      >
        <Nav isNarrow={false} />
      </Drawer>
      <TopBar onMenu={() => setMenuOpen(true)} />
      <main id="page" className="page-place" tabIndex={-1}>
        <Outlet />
      </main>
      <CommandBar />
    </div>
  )
}
