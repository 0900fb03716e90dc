import { App, ConfigProvider, theme as themes } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { RouterProvider } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTheme } from '../ui/theme.ts'
import { ownStyles } from './own-styles.ts'
import { router } from './routes.tsx'
import '../ui/ui.css'
import './frame.css'

// The nonce that this page came with: without it the browser refuses the styles that antd writes.
const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
ownStyles(nonce)

const TOKENS = {
  light: {
    colorPrimary: '#0958d9',
    // The hover that antd makes of it is too light under white words.
    colorPrimaryHover: '#0046b8',
    colorInfo: '#0958d9',
    colorLink: '#0958d9',
    colorLinkHover: '#0046b8',
    colorLinkActive: '#003a99',
    colorError: '#cf1322',
    colorTextDescription: '#5a6272',
    colorTextPlaceholder: '#6b7382',
  },
  dark: {
    colorPrimary: '#3c89e8',
    colorPrimaryHover: '#2f6dc0',
    colorInfo: '#3c89e8',
    colorLink: '#82b4f5',
    colorLinkHover: '#a3c8f8',
    colorLinkActive: '#a3c8f8',
    colorError: '#ff7875',
    colorBgContainer: '#171b22',
    colorBgElevated: '#1c212a',
    colorBgLayout: '#0e1116',
    colorBorder: '#3d4553',
    colorBorderSecondary: '#2a303b',
    colorTextDescription: '#a2abba',
    colorTextPlaceholder: '#9aa4b4',
  },
}

// In dark, the primary that carries white text is too dark to be text itself.
const COMPONENTS = {
  light: { Slider: { trackBg: '#0958d9', trackHoverBg: '#0046b8', handleColor: '#0958d9' } },
  dark: {
    // White would not be read on the light red that is read on the dark ground.
    Button: { dangerColor: '#171b22' },
    Tabs: { itemSelectedColor: '#82b4f5', itemHoverColor: '#a9cbf8', itemActiveColor: '#82b4f5' },
    Slider: {
      railBg: '#3d4553',
      railHoverBg: '#4a5363',
      trackBg: '#3c89e8',
      trackHoverBg: '#82b4f5',
      handleColor: '#3c89e8',
      handleActiveColor: '#82b4f5',
    },
  },
}

const SHARED = { borderRadius: 8, fontSize: 14, wireframe: false }

/** What signed-in people see: the look of antd in our colours, around the routes. */
export default function Console() {
  const { i18n } = useTranslation()
  const theme = useTheme()
  return (
    <ConfigProvider
      button={{ autoInsertSpace: false }}
      locale={i18n.language === 'en' ? enUS : zhCN}
      csp={{ nonce }}
      theme={{
        cssVar: { key: `xiaoer-${theme}` },
        algorithm: theme === 'dark' ? themes.darkAlgorithm : themes.defaultAlgorithm,
        components: COMPONENTS[theme],
        token: { ...SHARED, ...TOKENS[theme] },
      }}
    >
      <App message={{ maxCount: 3 }}>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  )
}
