import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TestCase, TestRun } from '../api/shapes.ts'
import { addTestCase, removeTestCase } from '../api/test-cases.ts'
import { useMe } from '../frame/use-me.ts'
import { sayContent } from '../ui/content-view.tsx'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'
import { bodyOf, draftOfCase } from './case-draft.ts'
import { CaseModal, casesKey } from './case-modal.tsx'
import { CaseResult } from './case-result.tsx'

interface ListProps {
  readonly shopId: string
  readonly cases: readonly TestCase[]
  readonly run: TestRun | null
  readonly chosen: readonly string[]
  readonly onChoose: (chosen: readonly string[]) => void
}

/** What failed stands first, then what was not played, then what passed. */
export function CaseList({ shopId, cases, run, chosen, onChoose }: ListProps) {
  const [edited, setEdited] = useState<TestCase | null>(null)
  const resultOf = (id: string) => run?.cases.find(({ testCaseId }) => testCaseId === id) ?? null
  const rank = ({ testCaseId }: TestCase): number => {
    const result = resultOf(testCaseId)
    return result === null ? 1 : result.isPassed ? 2 : 0
  }
  return (
    <section className="card card-flush cases">
      {cases
        .toSorted((one, other) => rank(one) - rank(other))
        .map((one) => (
          <CaseRow
            key={one.testCaseId}
            shopId={shopId}
            one={one}
            result={resultOf(one.testCaseId)}
            isChosen={chosen.includes(one.testCaseId)}
            onChoose={(isChosen) =>
              onChoose(isChosen ? [...chosen, one.testCaseId] : chosen.filter((id) => id !== one.testCaseId))
            }
            onEdit={() => setEdited(one)}
          />
        ))}
      {edited && <CaseModal shopId={shopId} first={draftOfCase(edited)} onClose={() => setEdited(null)} />}
    </section>
  )
}

interface RowProps {
  readonly shopId: string
  readonly one: TestCase
  readonly result: TestRun['cases'][number] | null
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
  readonly onEdit: () => void
}

function CaseRow({ shopId, one, result, isChosen, onChoose, onEdit }: RowProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const drop = useDrop(shopId)
  const { name, turns } = one
  return (
    <div className="case" data-testid="case">
      <div className="row">
        <Checkbox
          checked={isChosen}
          aria-label={t('cases.choose', { name })}
          onChange={({ target }) => onChoose(target.checked)}
        />
        <Verdict result={result} />
        <div className="grow case-title">
          <strong className="clip">{name}</strong>
          <span className="quiet small clip">{turns.map(({ content }) => sayContent(content, t)).join(' → ')}</span>
        </div>
        {may('knowledge:write') && (
          <>
            <Button
              type="text"
              icon={<Icon name="edit" size={16} />}
              aria-label={t('cases.editNamed', { name })}
              onClick={onEdit}
            />
            <Button
              type="text"
              icon={<Icon name="trash" size={16} />}
              loading={drop.isPending}
              aria-label={t('cases.removeNamed', { name })}
              onClick={() => drop.mutate(one)}
            />
          </>
        )}
      </div>
      {result && !result.isPassed && <CaseResult shopId={shopId} result={result} />}
    </div>
  )
}

function Verdict({ result }: { readonly result: RowProps['result'] }) {
  const { t } = useTranslation()
  if (!result) return <span className="chip">{t('cases.notRun')}</span>
  return (
    <span className={result.isPassed ? 'chip chip-good' : 'chip chip-bad'}>
      <Icon name={result.isPassed ? 'check' : 'close'} size={14} />
      {t(result.isPassed ? 'cases.pass' : 'cases.fail')}
    </span>
  )
}

function useDrop(shopId: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const tell = useUndo()
  const refresh = () => queries.invalidateQueries({ queryKey: casesKey(shopId) })
  return useMutation({
    mutationFn: ({ testCaseId }: TestCase) => removeTestCase(shopId, testCaseId),
    onSuccess: async (_gone, one) => {
      await refresh()
      tell({
        said: t('cases.removed', { name: one.name }),
        undo: async () => {
          await addTestCase(shopId, bodyOf(draftOfCase(one)))
          await refresh()
        },
      })
    },
    onError: useProblem(),
  })
}
