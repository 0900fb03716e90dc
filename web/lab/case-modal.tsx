import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TestCase } from '../api/shapes.ts'
import { addTestCase, changeTestCase } from '../api/test-cases.ts'
import { sayContent } from '../ui/content-view.tsx'
import { sayInstant } from '../ui/say.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { bodyOf, type CaseDraft, canBeKept } from './case-draft.ts'
import { Expectations } from './expectations.tsx'

interface ModalProps {
  readonly shopId: string
  readonly first: CaseDraft
  readonly onClose: () => void
  readonly onKept?: (kept: TestCase) => void
}

export const casesKey = (shopId: string) => ['test-cases', shopId] as const

/** A talk, and what is expected of the robot in each of its turns. */
export function CaseModal({ shopId, first: given, onClose, onKept }: ModalProps) {
  const { t } = useTranslation()
  const [first] = useState(given)
  const [draft, setDraft] = useState(first)
  const { guard, leaveBy } = useUnsavedGuard(() => draft !== first)
  const save = useSave(shopId, (kept) => {
    onClose()
    onKept?.(kept)
  })
  return (
    <Modal
      open
      width={680}
      title={t(first.testCaseId ? 'cases.edit' : 'cases.save')}
      okText={t('act.save')}
      okButtonProps={{ disabled: !canBeKept(draft), loading: save.isPending, 'data-testid': 'case-save' }}
      onOk={() => save.mutate(draft)}
      onCancel={() => leaveBy(onClose)}
    >
      {guard}
      <Form layout="vertical" component="div">
        <Form.Item label={t('cases.name')} htmlFor="case-name" required>
          <Input
            id="case-name"
            value={draft.name}
            maxLength={100}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
            data-testid="case-name"
          />
        </Form.Item>
        <StartsAt draft={draft} first={first} onChange={setDraft} />
        <p className="quiet small">{t('cases.expectHint')}</p>
        <ol className="case-turns">
          {draft.turns.map((turn, place) => (
            <li key={place} className="case-turn">
              <div className="case-said">{sayContent(turn.content, t)}</div>
              <Expectations
                shopId={shopId}
                expected={turn.expect}
                onChange={(expect) =>
                  setDraft({
                    ...draft,
                    turns: draft.turns.map((one, at) => (at === place ? { ...one, expect } : one)),
                  })
                }
              />
            </li>
          ))}
        </ol>
      </Form>
    </Modal>
  )
}

interface StartProps {
  readonly draft: CaseDraft
  readonly first: CaseDraft
  readonly onChange: (draft: CaseDraft) => void
}

/** Answers may depend on the hour: a case keeps its own, unless it is to run at the hour of the run. */
function StartsAt({ draft, first, onChange }: StartProps) {
  const { t, i18n } = useTranslation()
  const { startsAt } = first.scene
  if (startsAt === null) return null
  return (
    <Form.Item>
      <Checkbox
        checked={draft.scene.startsAt !== null}
        onChange={({ target }) =>
          onChange({ ...draft, scene: { ...draft.scene, startsAt: target.checked ? startsAt : null } })
        }
      >
        {t('cases.ownHour', { at: sayInstant(startsAt, i18n.language) })}
      </Checkbox>
    </Form.Item>
  )
}

function useSave(shopId: string, onKept: (kept: TestCase) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (draft: CaseDraft) => {
      const body = bodyOf(draft)
      return draft.testCaseId ? changeTestCase(shopId, draft.testCaseId, body) : addTestCase(shopId, body)
    },
    onSuccess: async (kept) => {
      await queries.invalidateQueries({ queryKey: casesKey(shopId) })
      onKept(kept)
    },
    onError: useProblem(),
  })
}
