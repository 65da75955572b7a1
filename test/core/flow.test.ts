import { expect } from 'chai';
import { askAgain } from '../../src/core/flow.ts';
import { flowNamed, real, Talk } from '../helpers/flows.ts';

const PHONE = '020 7946 0018';

/** A booking that waits at its summary. */
function atSummary(): Talk {
  const talk = new Talk().start('booking');
  return talk.through('new', 'Ana Lim', PHONE, 'Tuesday morning', 'sore heel', 'yes');
}

describe('A booking', () => {
  it('asks one thing after the other and makes one request after the last yes', () => {
    const talk = new Talk().start('booking');
    expect(talk.step).to.equal('patient');
    const steps = ['I am new here', 'Ana Lim', PHONE, 'any Tuesday morning', 'Knee', 'yes'].map(
      (text) => talk.say(text).step,
    );
    expect(steps).to.deep.equal(['name', 'contact', 'times', 'reason', 'consent', 'summary']);
    expect(talk.requests).to.have.length(0);
    talk.say('yes');
    expect(talk.event).to.equal('finished');
    expect(talk.requests).to.have.length(1);
    expect(talk.requests[0]).to.deep.include({
      kind: 'booking',
      name: 'Ana Lim',
      phone: '+442079460018',
      email: null,
      times: 'any Tuesday, morning',
      details: { patient: 'I am new here', reason: 'Knee' },
    });
  });

  it('says the reference, where the answer goes and when it comes', () => {
    const talk = atSummary().say('send it');
    expect(talk.requests[0]?.reference).to.match(/^DN-[2346789ACDEFGHJKMNPQRTWXYZ]{4}$/);
    expect(talk.text).to.include(talk.requests[0]?.reference);
    expect(talk.text).to.include('020 7946 0018').and.to.include('one working day');
  });

  it('names the other ways: the telephone, and the offer with its terms', () => {
    const { text } = new Talk().start('booking');
    expect(text).to.include('](tel:+442079460018)');
    expect(text).to.include('https://www.foxglove-lane.example/offer').and.to.include('until');
  });

  it('takes several answers from one sentence and asks for none of them again', () => {
    const talk = new Talk().start('booking').say('new');
    talk.say("it's Ana, 012-345 6789, any Tuesday morning");
    // The example clinic is British, where that number is too short: only the number is asked for.
    expect(talk.step).to.equal('contact');
    expect(talk.shown('name')).to.equal('Ana');
    expect(talk.shown('times')).to.equal('any Tuesday, morning');
    talk.say('+60 12-345 6789');
    expect(talk.step).to.equal('reason');
  });

  it('reads a number without a prefix in the country of the clinic', () => {
    const clinic = { ...real.clinic, country: 'MY', timeZone: 'Asia/Kuala_Lumpur' };
    const talk = new Talk(real.flows, clinic).start('booking').say('new');
    talk.say("it's Ana, 012-345 6789, any Tuesday morning");
    expect(talk.step).to.equal('reason');
    expect(talk.state?.slots.contact?.value).to.equal('+60123456789');
  });

  it('keeps what was said in the words that began it', () => {
    const text = 'book me for Tuesday morning, my name is Ana';
    const talk = new Talk().start('booking', { text }).say('new');
    expect(talk.step).to.equal('contact');
    expect(talk.shown('times')).to.equal('Tuesday 24 November, morning');
  });

  it('sends no health words without a yes to that', () => {
    const talk = new Talk().start('booking');
    talk.through('new', 'Ana', PHONE, 'any time', 'sore heel', 'leave out the health part', 'yes');
    expect(talk.requests[0]?.details).to.deep.equal({ patient: 'I am new here' });
  });

  it('sends nothing at all after a no, and names the other ways', () => {
    const talk = new Talk().start('booking');
    talk.through('new', 'Ana', PHONE, 'any time', 'skip', 'no');
    expect(talk.event).to.equal('finished');
    expect(talk.requests).to.have.length(0);
    expect(talk.text).to.include(real.clinic.phone);
  });

  it('makes one request when a visitor agrees twice', () => {
    const talk = atSummary();
    const before = talk.state;
    talk.say('yes');
    expect(talk.state).to.equal(null);
    expect(before?.slots.reference).to.equal(undefined);
    expect(talk.requests).to.have.length(1);
  });

  it('names the first request before it takes a second', () => {
    const talk = atSummary().say('yes').start('booking');
    expect(talk.text).to.include(talk.references[0]);
    expect(talk.step).to.equal('patient');
  });

  it('asks again when a number is none, and takes an e-mail address instead', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', '12345');
    expect(talk.step).to.equal('contact');
    expect(talk.text).to.include('could not read that as a phone number');
    talk.say('ana@example.com');
    expect(talk.step).to.equal('times');
  });

  it('asks which Tuesday is meant and understands the button', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'next Tuesday');
    expect(talk.choices.slice(0, 2)).to.deep.equal(['Tuesday 24 November', 'Tuesday 1 December']);
    talk.say('Tuesday 1 December');
    expect(talk.shown('times')).to.equal('Tuesday 1 December');
  });

  it('asks for another time when the clinic is closed or the day is over', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'Sunday afternoon');
    expect(talk.text).to.include('closed').and.to.include('Sunday 22 November');
    talk.say('yesterday');
    expect(talk.text).to.include('past');
    expect(talk.step).to.equal('times');
  });

  it('takes wishes that no calendar knows as they are, at the second try', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE);
    talk.say('only in the school holidays');
    expect(talk.step).to.equal('times');
    talk.say('only in the school holidays');
    expect(talk.shown('times')).to.equal('only in the school holidays');
  });
});

describe('What every flow understands', () => {
  it('cancels on a plain word in English or Malay and sends nothing', () => {
    for (const text of ['cancel', 'Cancel please', 'stop', 'batal', 'tak nak', 'forget it']) {
      const talk = atSummary().say(text);
      expect(talk.event, text).to.equal('cancelled');
      expect(talk.requests).to.have.length(0);
    }
  });

  it('is not misled by commands inside other words', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'any time');
    talk.say('I help the children cancel out the noise and go back to sport');
    expect(talk.shown('reason')).to.include('help the children');
    const gym = new Talk().start('booking').say('cancel my subscription');
    expect(gym.step).to.equal('patient');
    expect(gym.event).to.equal('continued');
  });

  it('goes back, shows the old answer and keeps the later ones', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'go back');
    expect(talk.step).to.equal('contact');
    expect(talk.text).to.include(PHONE);
    talk.say('back');
    expect(talk.step).to.equal('name');
    talk.say('Mei');
    expect(talk.step).to.equal('times');
    expect(talk.shown('contact')).to.equal(PHONE);
  });

  it('says so at the first question', () => {
    const talk = new Talk().start('booking').say('back');
    expect(talk.text).to.include('first question');
    expect(talk.step).to.equal('patient');
  });

  it('keeps the old answer when a change is thought better of', () => {
    const talk = atSummary().say('change my phone number').say('never mind');
    expect(talk.step).to.equal('summary');
    expect(talk.shown('contact')).to.equal(PHONE);
  });

  it('changes one answer at any time and asks for no other again', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE);
    talk.say('change my name').say('Mei Ling');
    expect(talk.step).to.equal('times');
    expect(talk.shown('name')).to.equal('Mei Ling');
  });

  it('changes an answer and its value in one sentence', () => {
    const talk = atSummary().say('change my email to mei@example.com');
    expect(talk.step).to.equal('summary');
    expect(talk.shown('contact')).to.equal('mei@example.com');
  });

  it('corrects an answer that is said anew while something else is asked', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'any time');
    talk.say('sorry, my name is Anna');
    expect(talk.shown('name')).to.equal('Anna');
    expect(talk.step).to.equal('reason');
    talk.say('my number is always sore');
    expect(talk.shown('reason')).to.equal('my number is always sore');
  });

  it('takes a refusal for one', () => {
    const talk = new Talk().start('booking').through('new', 'Ana');
    for (const text of ['no thanks', "I don't want to give my number"]) {
      expect(talk.say(text).text).to.include('We need this one');
    }
  });

  it('changes from the summary by no, by name, by button or by the new value alone', () => {
    const listed = atSummary().say('no');
    expect(listed.choices).to.include('Change contact').and.to.include('Change name');
    expect(listed.say('Change contact').step).to.equal('contact');
    expect(atSummary().say('phone').step).to.equal('contact');
    expect(atSummary().say('my phone number is wrong').step).to.equal('contact');
    const told = atSummary().say('sorry, it is 020 7946 0999');
    expect(told.step).to.equal('summary');
    expect(told.shown('contact')).to.equal('020 7946 0999');
  });

  it('starts over with nothing kept', () => {
    const talk = atSummary().say('start over');
    expect(talk.step).to.equal('patient');
    expect(talk.shown('name')).to.equal(undefined);
  });

  it('skips what is optional and says why it cannot skip the rest', () => {
    const talk = new Talk().start('booking').say('skip');
    expect(talk.step).to.equal('patient');
    talk.through('new', 'Ana', PHONE, 'any time', 'rather not say');
    expect(talk.step).to.equal('consent');
  });

  it('repeats, explains, and helps in other words the second time', () => {
    const talk = new Talk().start('booking').say('new');
    const question = talk.text;
    expect(talk.say('repeat').text).to.equal(question);
    expect(talk.say('why do you ask?').text).to.include('whom to ask for');
    const first = talk.say('help').text;
    const second = talk.say('help').text;
    expect(second).to.not.equal(first);
    expect(talk.step).to.equal('name');
  });

  it('asks in other words after a failed try and offers a person after three', () => {
    const talk = new Talk().start('booking').say('new');
    const texts = ['!!!', '...', '123'].map((text) => talk.say(text).text);
    expect(new Set(texts).size).to.equal(3);
    expect(talk.choices).to.include('Talk to a person');
    talk.say('Talk to a person');
    expect(talk.state?.id).to.equal('person');
  });

  it('takes known answers along to a person', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE);
    talk.say('talk to a person').say('call me back');
    expect(talk.shown('name')).to.equal('Ana');
    expect(talk.shown('phone')).to.equal(PHONE);
    expect(talk.step).to.equal('times');
  });

  it('leaves other answers behind, though a step has the same name', () => {
    const talk = new Talk().start('aftercare').through('none', 'none', 'today', 'calf', 'worse');
    expect(talk.state?.slots.how?.value).to.equal('worse');
    expect(talk.say('talk to a person').step).to.equal('how');
  });

  it('reminds once after a long silence', () => {
    const talk = new Talk().start('booking').say('new');
    talk.say('Ana', { after: 24 * 60 });
    expect(talk.text).to.include('Welcome back').and.to.include('Book an appointment');
    expect(talk.say(PHONE).text).to.not.include('Welcome back');
  });

  it('understands the number of a choice', () => {
    expect(new Talk().start('booking').say('2').shown('patient')).to.equal('I have been before');
    expect(new Talk().start('booking').say('the first one').shown('patient')).to.equal(
      'I am new here',
    );
  });

  it('goes on where it was when a step was taken out meanwhile', () => {
    const talk = new Talk().start('booking').through('new', 'Ana');
    if (talk.state !== null) talk.state = { ...talk.state, step: 'gone' };
    expect(talk.say('hello').step).to.equal('contact');
  });
});

describe('A question in the middle of a flow', () => {
  it('is left to the knowledge base, and the same question is asked again', () => {
    const talk = new Talk().start('booking').say('new');
    const state = talk.state;
    talk.say('does it hurt?', { target: 'entry:does-it-hurt' });
    expect(talk.result.kind).to.equal('not-mine');
    expect(talk.state).to.equal(state);
    if (state === null) throw new Error('no state');
    const [again] = askAgain(flowNamed('booking'), state, talk.context);
    expect(again?.text).to.include('name');
  });

  it('never fills an answer, nor does small talk', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'any time');
    expect(talk.say('how long is a session?').result.kind).to.equal('not-mine');
    expect(talk.say('thanks', { target: 'smalltalk:thanks' }).result.kind).to.equal('not-mine');
    expect(talk.say('do you have parking', { question: true }).result.kind).to.equal('not-mine');
    expect(talk.step).to.equal('reason');
  });

  it('takes words about an injury as the reason, though an entry knows them', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE, 'any time');
    talk.say('plantar fasciitis in my left foot', { target: 'entry:plantar-fasciitis' });
    expect(talk.shown('reason')).to.equal('plantar fasciitis in my left foot');
  });

  it('takes a wish for a time although it is put as a question', () => {
    const talk = new Talk().start('booking').through('new', 'Ana', PHONE);
    talk.say('can I come on Thursday afternoon?', { target: 'flow:booking' });
    expect(talk.shown('times')).to.equal('Thursday 26 November, afternoon');
  });

  it('does not begin the same flow again', () => {
    const talk = new Talk().start('booking').through('new', 'Ana');
    talk.say('can I book an appointment?', { target: 'flow:booking' });
    expect(talk.step).to.equal('contact');
    expect(talk.shown('name')).to.equal('Ana');
  });
});

describe('A wish for a person', () => {
  it('says whether the clinic is open', () => {
    const closed = new Talk().start('person');
    expect(closed.text).to.include('closed').and.to.include('Monday');
    const open = new Talk();
    open.at = Date.UTC(2026, 10, 23, 10);
    expect(open.start('person').text).to.include('open now');
  });

  it('takes a message that is a question, and does not answer it', () => {
    const note = new Talk().start('person');
    const question = 'Can I have a receipt for my insurer? Does it hurt?';
    note.through('leave a message', 'Ana', 'ana@example.com', question, 'yes');
    expect(note.requests[0]?.details).to.deep.equal({ message: question });
  });

  it('takes a message and a call back', () => {
    const note = new Talk().start('person');
    note.through('leave a message', 'Ana', 'ana@example.com', 'I left my scarf', 'yes');
    expect(note.requests[0]).to.deep.include({ kind: 'message', email: 'ana@example.com' });
    expect(note.requests[0]?.details).to.deep.equal({ message: 'I left my scarf' });
    const call = new Talk().start('person');
    call.through('call me back', 'Ana', PHONE, 'tomorrow after 3', 'skip', 'yes');
    expect(call.requests[0]).to.deep.include({
      kind: 'call-back',
      times: 'Monday 23 November, from 3 pm',
    });
  });

  it('gives the number at once when asked for a person again', () => {
    const talk = new Talk().start('person').say('talk to a person');
    expect(talk.text).to.include(real.clinic.phone);
    expect(talk.step).to.equal('how');
  });
});

describe('Before you come', () => {
  it('takes several choices, one by one or in a sentence, and asks until that is all', () => {
    const talk = new Talk().start('before-you-come').say("I'm pregnant and on warfarin");
    expect(talk.step).to.equal('before');
    expect(talk.choices).to.not.include('Blood thinners');
    talk.say('Fits or epilepsy').say('that is all');
    expect(talk.shown('before')).to.equal(
      'Pregnant, or might be; Blood thinners; Fits or epilepsy',
    );
  });

  it('hears what is denied', () => {
    const talk = new Talk().start('before-you-come').say('no blood thinners but a pacemaker');
    expect(talk.state?.slots['before~']?.value).to.equal('implants');
  });

  it('gives no verdict and never says to stop a medicine', () => {
    const talk = new Talk().start('before-you-come');
    talk.through('warfarin', 'done', 'none', 'skip');
    expect(talk.text).to.include('Do not stop or skip them');
    expect(talk.text).to.not.match(/you (can|cannot) have/i);
  });

  it('goes with the booking only after a yes, and is shown before it is sent', () => {
    const talk = new Talk().start('before-you-come');
    talk.through('warfarin', 'done', 'none', 'skip', 'book it');
    expect(talk.state?.id).to.equal('booking');
    talk.through('new', 'Ana', PHONE, 'any time', 'skip', 'yes');
    expect(talk.text).to.include('Blood thinners');
    talk.say('yes');
    expect(talk.requests[0]?.details).to.include({ before: 'Blood thinners' });
    const quiet = new Talk().start('before-you-come');
    quiet.through('warfarin', 'done', 'none', 'skip', 'book it');
    quiet.through('new', 'Ana', PHONE, 'any time', 'skip', 'leave out health', 'yes');
    expect(quiet.requests[0]?.details).to.deep.equal({ patient: 'I am new here' });
  });
});

describe('The aftercare check', () => {
  /** An aftercare check without warning signs. */
  function calm(...answers: readonly string[]): Talk {
    return new Talk().start('aftercare').through('None of these', 'None of these', ...answers);
  }

  it('asks about the warning signs before all else, each with its fixed message', () => {
    const flow = flowNamed('aftercare');
    for (const id of ['emergency-signs', 'same-day-signs']) {
      const step = flow.steps.get(id);
      if (step?.kind !== 'ask') throw new Error(`no step ${id}`);
      for (const option of step.options.filter(({ only }) => !only)) {
        const talk = new Talk().start('aftercare');
        if (id === 'same-day-signs') talk.say('none');
        talk.say(option.label);
        expect(talk.result).to.deep.equal({ kind: 'urgent', rule: option.urgent });
      }
    }
  });

  it('does not take a denied sign for one', () => {
    expect(new Talk().start('aftercare').say('no chest pain').result.kind).to.not.equal('urgent');
    expect(new Talk().start('aftercare').say('no').step).to.equal('same-day-signs');
  });

  it('shows what is usual and what helps with sources, and says nothing of this person', () => {
    const talk = calm('yesterday', 'left calf', 'a bit sore');
    const sourced = talk.replies.filter(({ kind }) => kind === 'answer');
    expect(sourced).to.have.length(2);
    for (const reply of sourced) {
      expect(reply.footnotes.length).to.be.greaterThan(2);
      expect(reply.text).to.not.include('[^');
      expect(reply.draft).to.equal(true);
    }
    expect(talk.text).to.not.match(/you are (fine|ok|okay)|nothing to worry/i);
    expect(talk.text).to.include('not clearly better after three days');
  });

  it('warns again after needles near the chest', () => {
    expect(calm('yesterday', 'my upper back', 'a bit sore').text).to.include('collapsed lung');
    expect(calm('yesterday', 'left calf', 'a bit sore').text).to.not.include('collapsed lung');
  });

  it('sends what was said, in the words it was said in, only after a yes and a look at it', () => {
    const talk = calm('two weeks ago', 'left calf', 'still sore on the stairs');
    expect(talk.text).to.include('sore after more than three days');
    talk.through('yes', 'Ana', PHONE);
    expect(talk.text).to.include('still sore on the stairs');
    expect(talk.requests).to.have.length(0);
    talk.say('yes');
    expect(talk.requests[0]).to.deep.include({ kind: 'aftercare', phone: '+442079460018' });
    expect(talk.requests[0]?.details).to.deep.equal({
      when: 'More than a week ago',
      where: 'left calf',
      how: 'still sore on the stairs',
    });
  });

  it('sends nothing after a no', () => {
    const talk = calm('two weeks ago', 'calf', 'about the same', 'no');
    expect(talk.event).to.equal('finished');
    expect(talk.requests).to.have.length(0);
  });
});
