import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrialScene } from '../api/trial.ts'
import { useMe } from '../frame/use-me.ts'
import { Icon } from '../ui/icon.tsx'
import { draftOf, type CaseDraft } from './case-draft.ts'
import { CaseModal } from './case-modal.tsx'
import type { Trial } from './use-trial.ts'

interface SaveProps {
  readonly shopId: string
  readonly trial: Trial
  readonly scene: TrialScene
}

/** Keeps the talk of the test chat as a case. */
export function SaveCaseButton({ shopId, trial, scene }: SaveProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<CaseDraft | null>(null)
  if (!may('knowledge:write')) return null
  return (
    <>
      <Button
        block
        icon={<Icon name="bookmark" size={16} />}
        disabled={trial.turns.length === 0 || trial.isBusy}
        onClick={() => setDraft(draftOf(trial.turns, scene))}
        data-testid="save-case"
      >
        {t('cases.save')}
      </Button>
      {draft && (
        <CaseModal
          shopId={shopId}
          first={draft}
          onClose={() => setDraft(null)}
          onKept={({ name }) =>
            message.success(
              <>
                {t('cases.kept', { name })}{' '}
                <button
                  type="button"
                  className="linkish"
                  onClick={() => navigate({ to: '/lab', search: { tab: 'cases' } })}
                >
                  {t('cases.see')}
                </button>
              </>,
            )
          }
        />
      )}
    </>
  )
}
