"""Pure numerics of all exercises: numbers in, numbers out; numpy at most, no clock, no hidden randomness.

Import from the modules by subject: `ranking`, `pairwise`, `points`, `scoring`, `ahp` (what comes first); `agreement`,
`change`, `intervals` (how much we agree, how sure we are, what moved); `gap` (goals and capacity); `placement`
(stages); `privacy` (what may be shown). Every public function says what happens to ties, missing answers, one person
and no variance. Where a value does not exist the answer is `None` or `alignlab.errors.Undefined`, never `nan`.
"""
