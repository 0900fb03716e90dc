"""LinearSVC (scikit-learn) and fastText beside ours: python3 learners.py svc|fasttext train.jsonl asked.jsonl answers.jsonl
Rows: {"text", "label"}; answers: {"given", "score"}, then a line {"us": CPU microseconds an asked text}."""
import json
import subprocess
import sys
import time


def rows(path):
    return [json.loads(line) for line in open(path, encoding='utf8')]


def svc(train, asked):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC
    # Words for languages with spaces, runs of characters for all: the better of both tables of its kind.
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer='char_wb', ngram_range=(1, 5), sublinear_tf=True),
    )
    model = make_pipeline(features, LinearSVC(C=1))
    model.fit([row['text'] for row in train], [row['label'] for row in train])
    began = time.process_time()
    scores = model.decision_function([row['text'] for row in asked])
    classes = model.classes_
    answers = []
    for row in scores:
        if len(classes) == 2:
            answers.append((classes[int(row > 0)], abs(float(row))))
        else:
            best = row.argmax()
            answers.append((classes[best], float(row[best])))
    return answers, (time.process_time() - began) * 1e6 / len(asked)


def fasttext(train, asked, place):
    names = sorted({row['label'] for row in train})
    number = {name: at for at, name in enumerate(names)}
    # A Han character is a word of its own: fastText splits at spaces only.
    spaced = lambda text: ' '.join(''.join(f' {c} ' if '\u3400' <= c <= '\ufaff' else c for c in text.lower()).split())
    with open(place + '.ft', 'w', encoding='utf8') as out:
        for row in train:
            out.write(f"__label__{number[row['label']]} {spaced(row['text'])}\n")
    with open(place + '.fq', 'w', encoding='utf8') as out:
        for row in asked:
            out.write(spaced(row['text']) + '\n')
    quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    words = ['-epoch', '50', '-lr', '0.5', '-wordNgrams', '2', '-minn', '2', '-maxn', '5', '-dim', '100', '-thread', '2', '-bucket', '200000']
    subprocess.run(['fasttext', 'supervised', '-input', place + '.ft', '-output', place, *words], check=True, **quiet)
    began = time.time()
    said = subprocess.run(['fasttext', 'predict-prob', place + '.bin', place + '.fq', '1'], check=True, capture_output=True, text=True)
    spent = (time.time() - began) * 1e6 / len(asked)
    answers = []
    for line in said.stdout.split('\n')[:len(asked)]:
        parts = line.split()
        answers.append((names[int(parts[0][len('__label__'):])], float(parts[1])) if len(parts) == 2 else (names[0], 0.0))
    return answers, spent


system, train, asked, out = sys.argv[1:]
answers, us = svc(rows(train), rows(asked)) if system == 'svc' else fasttext(rows(train), rows(asked), out)
with open(out, 'w', encoding='utf8') as file:
    for given, score in answers:
        file.write(json.dumps({'given': given, 'score': score}, ensure_ascii=False) + '\n')
    file.write(json.dumps({'us': us}) + '\n')
