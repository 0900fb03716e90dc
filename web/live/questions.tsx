import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { type LiveQuestion, pinQuestion } from '../api/live.ts'
import { useMe } from '../frame/use-me.ts'
import { ContentView } from '../ui/content-view.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useQuestions } from './use-questions.ts'

interface QuestionsProps {
  readonly shopId: string
  readonly roomId: string
}

/** What viewers write, gathered into questions, each with what the robot says to it now. */
export function Questions({ shopId, roomId }: QuestionsProps) {
  const { t } = useTranslation()
  const { query } = useQuestions(shopId, roomId)
  return (
    <section className="card" data-testid="live-questions">
      <h2>{t('live.questions')}</h2>
      <Loaded query={query} rows={3}>
        {({ items, ...tally }) =>
          tally.received === 0 ? (
            <p className="quiet small">{t('live.questionsNone')}</p>
          ) : (
            <>
              <p className="quiet small">{t('live.tally', { ...tally })}</p>
              <ul className="queue">
                {items.map((question) => (
                  <li key={`${question.questionId} ${question.productId}`} className="queue-item">
                    <Question shopId={shopId} roomId={roomId} question={question} />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </section>
  )
}

function Question({ shopId, roomId, question }: QuestionsProps & { readonly question: LiveQuestion }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const queries = useQueryClient()
  const { questionId, productId, pinnedAt } = question
  const pin = useMutation({
    mutationFn: () => pinQuestion(shopId, roomId, { questionId, productId, isPinned: pinnedAt === null }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['live-questions', shopId, roomId] }),
    onError: useProblem(),
  })
  return (
    <>
      <span className="row between">
        <strong className="grow">{question.sample}</strong>
        <span className="chip">{t('live.asked', { count: question.comments })}</span>
        {pinnedAt !== null && <span className="chip chip-good">{t('live.pinned')}</span>}
      </span>
      {question.answer.map((content, at) => (
        <ContentView key={at} content={content} />
      ))}
      {may('offers:write') && (
        <span>
          <Button size="small" loading={pin.isPending} onClick={() => pin.mutate()}>
            {t(pinnedAt === null ? 'live.pin' : 'live.unpin')}
          </Button>
        </span>
      )}
    </>
  )
}
