import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown, Select, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { signOut } from '../api/house.ts'
import { Icon } from '../ui/icon.tsx'
import { writeChoice } from '../ui/choice.ts'
import { chooseTheme, useTheme } from '../ui/theme.ts'
import { chooseLanguage, languageNow } from '../words/words.ts'
import { openCommandBar } from './command-bar.tsx'
import { RobotSwitch } from './robot-switch.tsx'
import { useMe } from './use-me.ts'
import { useShop } from './use-shop.ts'

const FIND_KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

export function TopBar({ onMenu }: { readonly onMenu: () => void }) {
  const { t } = useTranslation()
  const theme = useTheme()
  const otherTheme = t(theme === 'dark' ? 'frame.light' : 'frame.dark')
  return (
    <header className="top">
      <Button
        className="top-menu"
        type="text"
        icon={<Icon name="menu" />}
        onClick={onMenu}
        aria-label={t('frame.menu')}
      />
      <ShopSwitch />
      <RobotSwitch />
      <div className="grow" />
      <button
        type="button"
        className="top-find"
        onClick={openCommandBar}
        aria-label={`${t('frame.find')} ${FIND_KEYS}`}
        data-testid="find"
      >
        <Icon name="search" />
        <span>{t('frame.find')}</span> <kbd>{FIND_KEYS}</kbd>
      </button>
      <Tooltip title={t('frame.otherLanguage')}>
        <Button
          type="text"
          className="top-small"
          onClick={() => chooseLanguage(languageNow() === 'zh' ? 'en' : 'zh')}
          aria-label={`${languageNow() === 'zh' ? 'EN' : '中'} ${t('frame.otherLanguage')}`}
          data-testid="language"
        >
          {languageNow() === 'zh' ? 'EN' : '中'}
        </Button>
      </Tooltip>
      <Tooltip title={otherTheme}>
        <Button
          type="text"
          className="top-small"
          icon={<Icon name={theme === 'dark' ? 'sun' : 'moon'} />}
          onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
          aria-label={otherTheme}
          data-testid="theme"
        />
      </Tooltip>
      <Person />
    </header>
  )
}

function ShopSwitch() {
  const { t } = useTranslation()
  const { shop, shops, choose } = useShop()
  return (
    <Select
      className="top-shop"
      aria-label={t('frame.shop')}
      value={shop?.shopId ?? null}
      onChange={(shopId) => shopId && choose(shopId)}
      showSearch={{ optionFilterProp: 'label' }}
      variant="filled"
      popupMatchSelectWidth={280}
      options={shops.map(({ shopId, name }) => ({ value: shopId, label: name }))}
      prefix={<Icon name="store" />}
      data-testid="shop-switch"
    />
  )
}

function Person() {
  const { t } = useTranslation()
  const { me } = useMe()
  const queries = useQueryClient()
  const leave = async () => {
    await signOut()
    writeChoice('xiaoer.signed-in', 'no')
    queries.clear()
    window.location.assign('/console/')
  }
  const name = me?.staff.name ?? ''
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', label: <PersonCard />, disabled: true },
          { type: 'divider' },
          { key: 'language', label: t('frame.otherLanguage') },
          { key: 'theme', label: t('frame.otherTheme') },
          { key: 'leave', label: t('frame.signOut'), danger: true },
        ],
        onClick: ({ key }) => {
          if (key === 'leave') return leave()
          if (key === 'language') return chooseLanguage(languageNow() === 'zh' ? 'en' : 'zh')
          return chooseTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark')
        },
      }}
    >
      <button type="button" className="person" aria-label={t('frame.person', { name })} data-testid="person">
        {name.slice(0, 1).toUpperCase()}
      </button>
    </Dropdown>
  )
}

function PersonCard() {
  const { t } = useTranslation()
  const { me } = useMe()
  return (
    <div className="person-card">
      <strong>{me?.staff.name}</strong>
      <span>{me && t(`role.${me.staff.role}`)}</span>
      <span>{me?.staff.email}</span>
    </div>
  )
}
