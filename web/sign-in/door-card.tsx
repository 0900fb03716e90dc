import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '../ui/mark.tsx'
import { chooseTheme, useTheme } from '../ui/theme.ts'
import { chooseLanguage, languageNow } from '../words/words.ts'
import './sign-in.css'

/** What stands before the console: one card, and the choice of language and light. */
export function DoorCard({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <div className="sign-in-brand">
          <Mark size={40} />
          <div>
            <strong>{t('product')}</strong>
            <span>{t('signIn.claim')}</span>
          </div>
        </div>
        <h1>{title}</h1>
        {children}
      </main>
      <Choices />
    </div>
  )
}

function Choices() {
  const { t } = useTranslation()
  const theme = useTheme()
  const language = languageNow()
  return (
    <div className="sign-in-choices">
      <button type="button" onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')} data-testid="language">
        {t('frame.otherLanguage')}
      </button>
      <button type="button" onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}>
        {t(theme === 'dark' ? 'frame.light' : 'frame.dark')}
      </button>
    </div>
  )
}
