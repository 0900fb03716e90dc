import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TestCase, TestRun } from '../api/shapes.ts'
import { listTestCases, runTestCases } from '../api/test-cases.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { CaseList } from './case-list.tsx'
import { casesKey } from './case-modal.tsx'
import { PassRate } from './pass-rate.tsx'
import { PublishGate } from './publish-gate.tsx'

/** Talks that must keep going well: played again on drafts or on what is published. */
export function TestCases({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: casesKey(shopId), queryFn: () => listTestCases(shopId) })
  return (
    <Loaded query={query} rows={6}>
      {(cases) =>
        cases.length === 0 ? (
          <div className="card">
            <Empty
              icon="flask"
              title={t('cases.none')}
              text={t('cases.noneText')}
              act={
                <Link to="/lab" search={{}}>
                  {t('cases.toChat')}
                </Link>
              }
            />
          </div>
        ) : (
          <Cases shopId={shopId} cases={cases} />
        )
      }
    </Loaded>
  )
}

type Knowledge = TestRun['knowledge']

function Cases({ shopId, cases }: { readonly shopId: string; readonly cases: readonly TestCase[] }) {
  const { t } = useTranslation()
  const [knowledge, setKnowledge] = useState<Knowledge>('drafts')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const ids: readonly string[] = cases.map(({ testCaseId }) => testCaseId).filter((id) => chosen.includes(id))
  const run = useMutation({
    mutationFn: () => runTestCases(shopId, knowledge, ids.length > 0 ? ids : undefined),
    onError: useProblem(),
  })
  return (
    <div className="stack">
      <section className="card cases-head">
        <div className="row wrap">
          <Segmented<Knowledge>
            aria-label={t('lab.knowledge')}
            value={knowledge}
            options={(['drafts', 'published'] as const).map((value) => ({ value, label: t(`lab.${value}`) }))}
            onChange={setKnowledge}
          />
          <Button
            type="primary"
            icon={<Icon name="play" size={16} />}
            loading={run.isPending}
            onClick={() => run.mutate()}
            data-testid="run-cases"
          >
            {ids.length > 0 ? t('cases.runSome', { count: ids.length }) : t('cases.runAll', { count: cases.length })}
          </Button>
        </div>
        {run.data && <PassRate run={run.data} />}
        <PublishGate shopId={shopId} />
      </section>
      <CaseList shopId={shopId} cases={cases} run={run.data ?? null} chosen={ids} onChoose={setChosen} />
    </div>
  )
}
