import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { forgetFact, readMemory } from '../api/talk.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { FactText } from '../ui/fact-text.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useSayFact } from '../ui/use-say-fact.ts'
import { When } from '../ui/when.tsx'

interface MemoryProps {
  readonly id: string
  readonly shopId: string
  readonly onClose: () => void
}

/** What the robot remembers of this buyer; every look is written to the audit log. */
export function MemoryDrawer({ id, shopId, onClose }: MemoryProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const sayFact = useSayFact()
  const key = ['memory', id]
  const query = useQuery({
    queryKey: key,
    queryFn: () => readMemory(id),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
  const forget = useMutation({
    mutationFn: (fact: { kind: string; key: string }) => forgetFact(id, fact),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
    onError: useProblem(),
  })
  return (
    <Drawer open onClose={onClose} title={t('memory.title')} size={420}>
      <p className="quiet small">{t('memory.hint')}</p>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="history" title={t('memory.none')} />
          ) : (
            <div className="stack">
              {items.map((fact) => (
                <div key={`${fact.kind} ${fact.key}`} className="card" data-testid="fact">
                  <div className="row between">
                    <strong>{sayFact(fact).name}</strong>
                    <Button
                      size="small"
                      data-testid="forget"
                      onClick={() => forget.mutate({ kind: fact.kind, key: fact.key })}
                    >
                      {t('memory.forget')}
                    </Button>
                  </div>
                  <div>
                    <FactText shopId={shopId} fact={fact} />
                  </div>
                  <span className="quiet small">
                    {t('memory.until')} {fact.expiresAt ? <When at={fact.expiresAt} /> : t('memory.always')}
                  </span>
                </div>
              ))}
            </div>
          )
        }
      </Loaded>
    </Drawer>
  )
}
