package view

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/screen"
	"portico/app/widget"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// rules shows by what is decided, each rule with its meaning. They are changed
// in the configuration, not here.
func rules(k *Kit, room *fyne.Container, r *screen.Rules) {
	if r == nil {
		return
	}
	var challenges []string
	for _, kind := range r.Challenges {
		challenges = append(challenges, k.Text(challengeKeys[kind]))
	}
	room.Add(widget.Caption(k.Text("rules.version", "version", r.Version, "digest", r.Digest), widget.QuietInk))
	room.Add(widget.Caption(k.Text("rules.challenges", "n", strconv.Itoa(r.Count), "of", strings.Join(challenges, ", ")), widget.QuietInk))
	for _, rule := range r.Rules {
		name := k.Text("factor." + rule.Factor)
		if rule.Required {
			name += " · " + k.Text("rules.required")
		}
		room.Add(card(container.NewVBox(
			widget.Paragraph(name, theme.SizeNameText, fyne.TextAlignLeading),
			widget.Caption(k.Text("meaning."+rule.Factor), widget.QuietInk),
			strong(limits(k, rule)))))
	}
	room.Add(widget.Caption(k.Text("rules.change"), widget.QuietInk))
}

// strong is a small line that stands out and may wrap.
func strong(text string) fyne.CanvasObject {
	l := widget.Caption(text, widget.Ink)
	l.TextStyle.Bold = true
	return l
}

var challengeKeys = map[liveness.Kind]string{
	liveness.Smile: "picture.smile", liveness.EyeGaze: "picture.gaze", liveness.MagnifEye: "picture.approach", liveness.Light: "picture.light",
}

// limits says from where a rule asks for a colleague and from where it rejects.
func limits(k *Kit, r trust.Rule) string {
	var all []string
	for _, l := range []struct {
		key string
		at  *float64
	}{
		{"rules.reject_below", r.RejectBelow},
		{"rules.review_below", r.ReviewBelow},
		{"rules.review_above", r.ReviewAbove},
		{"rules.reject_above", r.RejectAbove},
	} {
		if l.at != nil {
			all = append(all, k.Text(l.key, "value", strconv.FormatFloat(*l.at, 'f', -1, 64)))
		}
	}
	if r.IfFalse != "" {
		all = append(all, k.Text("rules.if_false", "then", k.Text("verdict."+string(r.IfFalse))))
	}
	if r.IfTrue != "" {
		all = append(all, k.Text("rules.if_true", "then", k.Text("verdict."+string(r.IfTrue))))
	}
	return strings.Join(all, " · ")
}
