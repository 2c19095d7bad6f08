package presenter

// Answer has the loop behind the screens run f: it shows that the loop does
// not hang. Like the loop's other work, f must not wait.
func (p *Presenter) Answer(f func()) { p.post(f) }
