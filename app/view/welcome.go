package view

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Welcome is the first screen: one sentence, one button, the languages.
func Welcome(k *Kit) Page {
	start := k.send(flow.Start{})
	return Page{
		Body: centred(container.NewVBox(
			art(k),
			widget.Paragraph(k.Text("welcome.title"), widget.SizeTitle, fyne.TextAlignCenter),
			widget.Paragraph(k.Text("welcome.body"), widget.SizeInstruction, fyne.TextAlignCenter),
			inset(0, theme.Size(widget.SizeGutter), languages(k)),
		)),
		Part: noPart,
		Main: &Action{"next", "action.start", widget.Main, start}, Knock: k.send(flow.Knock{}),
	}
}

// art is what an onboarding is: a card, a face, done. Now and then the card is
// turned and the face smiles.
func art(k *Kit) fyne.CanvasObject {
	card, turn := alternating("card", "card-back")
	face, smile := alternating("face", "smile")
	play := fyne.NewAnimation(artEvery, func(done float32) {
		at := time.Duration(float64(done) * float64(artEvery))
		turn(at >= cardTurned && at < cardBack)
		smile(at >= faceSmiles && at < faceRests)
	})
	play.RepeatCount, play.Curve = fyne.AnimationRepeatForever, fyne.AnimationLinear
	play.Start()
	k.Scope.Finally(play.Stop)
	return container.NewCenter(container.NewHBox(
		card,
		widget.Icon("next", widget.QuietInk, widget.SizeSymbol),
		face,
		widget.Icon("next", widget.QuietInk, widget.SizeSymbol),
		widget.Icon("tick", widget.Good, widget.SizeEmblem),
	))
}

// When art moves: four times in less than five seconds, after which what moves
// by itself has to rest (WCAG 2.2, 2.2.2). Each time the window is drawn anew.
const (
	artEvery   = 20 * time.Second
	cardTurned = 1 * time.Second
	cardBack   = 2200 * time.Millisecond
	faceSmiles = 2800 * time.Millisecond
	faceRests  = 4800 * time.Millisecond
)

// alternating shows one symbol, and another one while that is wanted.
func alternating(usual, other string) (fyne.CanvasObject, func(bool)) {
	a, b := widget.Icon(usual, widget.Brand, widget.SizeEmblem), widget.Icon(other, widget.Brand, widget.SizeEmblem)
	b.Hide()
	return container.NewStack(a, b), func(wanted bool) {
		if wanted == b.Visible() {
			return
		}
		was, now := fyne.CanvasObject(a), fyne.CanvasObject(b)
		if !wanted {
			was, now = b, a
		}
		now.Show()
		was.Hide()
	}
}

// languages are rows of at most three languages, each in its own words.
func languages(k *Kit) fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, l := range k.Languages {
		symbol, rank := "globe", widget.Quiet
		if l.Code == screen.Get(k.Model.Language) {
			symbol, rank = "tick", widget.Main
		}
		all = append(all, widget.NewButton(symbol, l.Name, rank, func() { k.Speak(l.Code) }))
	}
	return container.NewCenter(grid(min(k.room(), sheetRoom(k)), 3, all...))
}
