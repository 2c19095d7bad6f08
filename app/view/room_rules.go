package view

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// rules shows by what is decided, each rule with its meaning, what is usual and
// buttons that change it.
func rules(k *Kit, p *Page, room *fyne.Container, r *screen.Rules) {
	if r == nil {
		return
	}
	room.Add(widget.Caption(k.Text("rules.version", "version", r.Version, "digest", r.Digest), widget.QuietInk))
	room.Add(demands(k, r))
	for _, rule := range r.Rules {
		said := []fyne.CanvasObject{widget.Caption(k.Text("meaning."+rule.Factor), widget.QuietInk)}
		if usual := usually(k, rule); usual != "" {
			said = append(said, widget.Caption(k.Text("rules.usual", "rule", usual), widget.Attend))
		}
		room.Add(entry(k.Text("factor."+rule.Factor), append(said, under(packed(k.roomWidth(), settings(k, rule)...)))...))
	}
	room.Add(widget.Caption(k.Text("rules.change"), widget.QuietInk))
	if !r.Standard {
		p.More = []Action{{"retake", "action.standard_rules", widget.Quiet, k.send(flow.Ask{Order: flow.Order{Task: flow.StandardRules}})}}
	}
}

// demands are what is asked of visitors beside the rules: the challenges, and
// the age from which they come alone.
func demands(k *Kit, r *screen.Rules) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	for _, kind := range []liveness.Kind{liveness.Smile, liveness.EyeGaze, liveness.MagnifEye, liveness.Light} {
		symbol, rank := "none", widget.Quiet
		if slices.Contains(r.Challenges, kind) {
			symbol, rank = "tick", widget.Main
		}
		if !r.Fixed {
			buttons = append(buttons, widget.NewButton(symbol, k.Text(challengeKeys[kind]), rank,
				k.send(flow.Ask{Order: flow.Order{Task: flow.ToggleChallenge, Name: string(kind)}})))
		}
	}
	typed := func(key string, task flow.Task, n int) {
		buttons = append(buttons, widget.NewButton("pencil", k.Text(key, "n", strconv.Itoa(n)), widget.Quiet,
			k.send(flow.Compose{Order: flow.Order{Task: task, Value: strconv.Itoa(n)}})))
	}
	if !r.Fixed {
		typed("rules.count", flow.SetCount, r.Count)
	}
	typed("rules.guardian", flow.SetGuardian, r.GuardianAge)
	return entry(k.Text("rules.demands"), widget.Caption(k.Text("rules.demands.how"), widget.QuietInk), under(packed(k.roomWidth(), buttons...)))
}

var challengeKeys = map[liveness.Kind]string{
	liveness.Smile: "picture.smile", liveness.EyeGaze: "picture.gaze", liveness.MagnifEye: "picture.approach", liveness.Light: "picture.light",
}

// settings are the buttons that change a rule: a number is typed, of words the
// next is taken.
func settings(k *Kit, r screen.Rule) (all []fyne.CanvasObject) {
	order := func(key trust.Setting, value string) flow.Order {
		return flow.Order{Task: flow.ChangeRule, Name: r.Factor, Setting: string(key), Value: value}
	}
	for _, l := range limitsOf(r.Rule) {
		if l.at != nil || l.usual {
			all = append(all, widget.NewButton("pencil", k.limit(l), widget.Quiet, k.send(flow.Compose{Order: order(l.key, k.bound(l.at, ""))})))
		}
	}
	for _, f := range []struct {
		key  trust.Setting
		then trust.Result
	}{{trust.IfFalse, r.IfFalse}, {trust.IfTrue, r.IfTrue}} {
		if f.then != "" {
			all = append(all, widget.NewButton("turn", k.consequence(f.key, f.then), widget.Quiet,
				k.send(flow.Ask{Order: order(f.key, string(other[f.then]))})))
		}
	}
	return append(all, widget.NewButton("turn", k.Text(whenKeys[r.When]), widget.Quiet, k.send(flow.Ask{Order: order(trust.Required, next[r.When])})))
}

// The words that a button goes on to.
var (
	other = map[trust.Result]trust.Result{trust.Failed: trust.NeedsReview, trust.NeedsReview: trust.Failed}
	next  = map[string]string{trust.Always: trust.WithMRZ, trust.WithMRZ: "", "": trust.Always}
)

var whenKeys = map[string]string{trust.Always: "rules.always", trust.WithMRZ: "rules.with_mrz", "": "rules.never"}

// bound is one limit of a score: nil where there is none.
type bound struct {
	key   trust.Setting
	at    *float64
	usual bool // scores of this kind have one
}

func limitsOf(r trust.Rule) []bound {
	scored := r.RejectBelow != nil || r.ReviewBelow != nil
	beyond := r.ReviewAbove != nil || r.RejectAbove != nil
	return []bound{
		{trust.RejectBelow, r.RejectBelow, scored},
		{trust.ReviewBelow, r.ReviewBelow, scored},
		{trust.ReviewAbove, r.ReviewAbove, beyond},
		{trust.RejectAbove, r.RejectAbove, beyond},
	}
}

var settingKeys = map[trust.Setting]string{
	trust.RejectBelow: "rules.reject_below", trust.ReviewBelow: "rules.review_below",
	trust.ReviewAbove: "rules.review_above", trust.RejectAbove: "rules.reject_above",
	trust.IfFalse: "rules.if_false", trust.IfTrue: "rules.if_true",
}

func (k *Kit) limit(l bound) string {
	return k.Text(settingKeys[l.key], "value", k.bound(l.at, "–"))
}

func (k *Kit) consequence(key trust.Setting, then trust.Result) string {
	return k.Text(settingKeys[key], "then", k.Text("verdict."+string(then)))
}

// bound writes a limit, and none where there is none.
func (k *Kit) bound(at *float64, none string) string {
	if at == nil {
		return none
	}
	return k.brief(*at)
}

// usually says what the built-in rule for a factor is, where this one differs.
func usually(k *Kit, r screen.Rule) string {
	said := func(r trust.Rule, when string) string {
		var all []string
		for _, l := range limitsOf(r) {
			if l.at != nil {
				all = append(all, k.limit(l))
			}
		}
		if r.IfFalse != "" {
			all = append(all, k.consequence(trust.IfFalse, r.IfFalse))
		}
		if r.IfTrue != "" {
			all = append(all, k.consequence(trust.IfTrue, r.IfTrue))
		}
		return strings.Join(append(all, k.Text(whenKeys[when])), " · ")
	}
	for _, built := range trust.Standard(true) {
		usual := said(built, trust.StandardSet().When(built.Factor))
		if built.Factor == r.Factor && usual != said(r.Rule, r.When) {
			return usual
		}
	}
	return ""
}
