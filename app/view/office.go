package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Office is the staff's rooms: behind the door a list of them at the left,
// above where the screen is narrow, and the one that is open.
func Office(k *Kit) Page {
	s := screen.Get(k.Model.State)
	leave := Action{"back", "action.leave", widget.Quiet, k.send(flow.Leave{})}
	if s.Room == flow.NoRoom {
		return door(k, s.Setup.Access, leave)
	}
	p := Page{Bleed: true, Part: noPart, Back: &leave}
	room, now := container.NewVBox(), screen.Get(k.Model.Room)
	if now != nil { // else it is being surveyed
		switch s.Room {
		case flow.Delivery:
			delivery(k, &p, room, now.Delivery)
		case flow.Cameras:
			cameras(k, &p, room, now.Cameras)
		case flow.Rules:
			rules(k, &p, room, now.Rules)
		case flow.Looks:
			looksRoom(k, &p, room, now.Looks)
		case flow.Privacy:
			privacy(k, &p, room, now.Privacy)
		case flow.Diagnostics:
			diagnostics(k, &p, room, now)
		case flow.Figures:
			figures(k, room, now.Figures)
		case flow.Liveness:
			livenessRoom(k, &p, room, now.Liveness)
		}
	}
	switch {
	case s.Problem != flow.NoProblem:
		p.Lead = k.Text("problem." + string(s.Problem))
	case s.Busy:
		p.Lead = k.Text("office.busy")
	}
	if s.Busy {
		p.Main, p.More = nil, nil
	}
	gap := theme.Size(widget.SizeGutter)
	var doors []fyne.CanvasObject
	for _, r := range flow.Rooms(s.Role) {
		rank := widget.Quiet
		if r == s.Room {
			rank = widget.Main
		}
		doors = append(doors, widget.NewButton(roomSymbols[r], k.Text(roomKeys[r]), rank, k.send(flow.Visit{Room: r})))
	}
	nav := fyne.CanvasObject(container.New(layout.NewCustomPaddedVBoxLayout(gap/6), doors...))
	if k.narrow() {
		p.Scroll = container.NewVScroll(inset(gap, gap/2, container.NewVBox(grid(k.Size.Width-2*gap, 3, doors...), room)))
		p.Body = p.Scroll
		return p
	}
	p.Scroll = container.NewVScroll(inset(gap, gap/2, room))
	p.Body = container.NewBorder(nil, nil, container.NewVScroll(inset(gap, gap/2, nav)), nil, p.Scroll)
	return p
}

var roomKeys = map[flow.Room]string{
	flow.Delivery: "room.delivery", flow.Cameras: "room.cameras", flow.Rules: "room.rules", flow.Looks: "room.looks", flow.Privacy: "room.privacy",
	flow.Diagnostics: "room.diagnostics", flow.Figures: "room.figures", flow.Liveness: "room.liveness",
}

var roomSymbols = map[flow.Room]string{
	flow.Delivery: "send", flow.Cameras: "camera", flow.Rules: "rules", flow.Looks: "sun", flow.Privacy: "shield", flow.Diagnostics: "pulse", flow.Figures: "bars", flow.Liveness: "face",
}

// door asks for the PIN.
func door(k *Kit, access flow.Access, leave Action) Page {
	if access != flow.PINAccess {
		leave.Rank = widget.Main
		return Page{
			Body: statement("shield", widget.Attend, k.Text("office.closed"), k.Text("office.closed.body")),
			Part: noPart, Main: &leave,
		}
	}
	p := pinPage(k, "office.title", "office.pin")
	p.Part, p.Back = noPart, &leave
	return p
}

// tile is a number with what it counts.
func tile(k *Kit, value, key string, c widget.Role) fyne.CanvasObject {
	return card(container.NewVBox(
		beside(widget.Line(value, widget.SizeTitle, c, true)),
		widget.Caption(k.Text(key), widget.QuietInk)))
}

// beside puts a line where a paragraph above or below it begins.
func beside(line fyne.CanvasObject) fyne.CanvasObject {
	return under(container.NewHBox(line))
}

// tiles puts tiles beside each other, as many as there is room for.
func tiles(k *Kit, all ...fyne.CanvasObject) fyne.CanvasObject {
	columns := len(all)
	if k.narrow() {
		columns = 2
	}
	return container.NewGridWithColumns(columns, all...)
}

// entry is a card with a title and what belongs to it below.
func entry(title string, below ...fyne.CanvasObject) fyne.CanvasObject {
	rows := container.NewVBox(widget.Paragraph(title, theme.SizeNameText, fyne.TextAlignLeading))
	rows.Objects = append(rows.Objects, below...)
	return card(rows)
}

// under puts what is no text where the text above it begins.
func under(content fyne.CanvasObject) fyne.CanvasObject {
	return inset(theme.InnerPadding(), 0, content)
}

// notice is a card with a symbol that says what needs somebody.
func notice(symbol, words string, c widget.Role) fyne.CanvasObject {
	return card(container.NewBorder(nil, nil, container.NewCenter(widget.Icon(symbol, c, widget.SizeSymbol)), nil,
		widget.Paragraph(words, theme.SizeNameText, fyne.TextAlignLeading)))
}

// heading stands above a part of a room.
func heading(k *Kit, key string) fyne.CanvasObject {
	return widget.Paragraph(k.Text(key), widget.SizeInstruction, fyne.TextAlignLeading)
}

// roomWidth is that of a card in a room, between its margins.
func (k *Kit) roomWidth() float32 {
	width := k.Size.Width - 4*theme.Size(widget.SizeGutter)
	if !k.narrow() {
		width -= widestDoor * theme.Size(widget.SizeTarget)
	}
	return width
}

// widestDoor is the width of the list of rooms in heights of a button: that of
// its longest word in any language.
const widestDoor = 5
