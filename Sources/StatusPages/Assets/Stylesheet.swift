extension Assets {
  /// One column at any width, so that 320 pixels and 400 % need nothing of their own. Colours have a contrast of 4.5 to 1 for
  /// text and 3 to 1 for shapes, in light and in dark.
  static let stylesheetText: StaticString = #"""
    :root {
      color-scheme: light dark;
      --paper: #ffffff; --ink: #1a1a1a; --faint: #555555; --edge: #767676; --link: #0b4f8a; --focus: #b3006b;
      --open: #1b5e20; --closed: #8f1d1d; --unknown: #6b4500; --paused: #4a2c7d; --possible: #00566b;
      --warning: #fff4d6;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181c; --ink: #ececec; --faint: #b8b8b8; --edge: #8c8c8c; --link: #8ec5ff; --focus: #ff9bd2;
        --open: #8fd694; --closed: #ff9c94; --unknown: #f2c14e; --paused: #c9b3f5; --possible: #7fd3e8;
        --warning: #3a2d00;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 1rem; max-width: 48rem; background: var(--paper); color: var(--ink);
      font: 1.0625rem/1.5 system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif;
      overflow-wrap: anywhere;
    }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
    h2 { font-size: 1.3rem; line-height: 1.25; margin: 1.75rem 0 0.5rem; }
    h3 { font-size: 1.1rem; margin: 1.25rem 0 0.5rem; }
    p { margin: 0.5rem 0; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    a:hover { text-decoration-thickness: 0.15em; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    main:focus { outline: none; }
    .skip, .unseen {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
    }
    .skip:focus {
      position: static; display: inline-block; width: auto; height: auto; clip-path: none; padding: 0.5rem 0;
    }
    header { border-bottom: 2px solid var(--ink); }
    .council { font-size: 1.25rem; font-weight: bold; margin: 0; }
    .service { margin: 0; }
    nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0.5rem 0; padding: 0; list-style: none; }
    nav a { display: inline-block; padding: 0.35rem 0; }
    nav a[aria-current] { color: inherit; font-weight: bold; }
    footer { margin-top: 2.5rem; border-top: 1px solid var(--edge); }
    footer, .as-of, figcaption { color: var(--faint); }
    .warning { margin: 1rem 0; padding: 0.5rem 1rem; border: 2px solid var(--unknown); background: var(--warning); }
    .aged { visibility: hidden; height: 0; margin: 0; padding: 0 1rem; border-width: 0; animation: aged 1ms 58s forwards; }
    @keyframes aged {
      to { visibility: visible; height: auto; margin: 1rem 0; padding: 0.5rem 1rem; border-width: 2px; }
    }
    .channel { margin: 1.25rem 0; padding: 0.25rem 1rem; border: 1px solid var(--edge); border-left-width: 0.5rem; }
    .channel h2 { margin-top: 0.5rem; }
    .channel > p:last-child a { display: inline-block; padding: 0.2rem 0; }
    [data-state="open"] { border-left-color: var(--open); }
    [data-state="closed"] { border-left-color: var(--closed); }
    [data-state="unknown"] { border-left-color: var(--unknown); border-left-style: double; }
    .verdict { font-size: 1.15rem; }
    [data-state="open"] .verdict strong, [data-state="open"] .shape { color: var(--open); }
    [data-state="closed"] .verdict strong, [data-state="closed"] .shape { color: var(--closed); }
    [data-state="unknown"] .verdict strong, [data-state="unknown"] .shape { color: var(--unknown); }
    .explanation { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--edge); }
    .cause { font-weight: bold; }
    dl { margin: 0.5rem 0; }
    dl div { margin: 0.35rem 0; }
    dt { color: var(--faint); }
    dd { margin: 0; }
    .days { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
    table { width: 100%; margin: 1rem 0; border-collapse: collapse; }
    caption { text-align: left; font-weight: bold; padding-bottom: 0.5rem; }
    th, td { padding: 0.4rem 0.5rem 0.4rem 0; border-bottom: 1px solid var(--edge); text-align: left; vertical-align: top; }
    tbody th { min-width: 7.5rem; }
    td ul { margin: 0; padding-left: 1rem; }
    tbody th a { display: inline-block; min-height: 1.5rem; }
    main > ul > li { padding: 0.2rem 0; }
    figure { margin: 1rem 0; }
    .timeline { display: block; width: 100%; max-width: 34rem; }
    .timeline text { fill: var(--ink); font-size: 13px; }
    .timeline text.month { fill: var(--faint); }
    .timeline line { stroke: var(--edge); stroke-width: 0.5; }
    .track { fill: var(--paper); stroke: var(--edge); stroke-width: 0.5; }
    .closed { fill: var(--closed); }
    .paused { fill: var(--paused); }
    .possible { fill: var(--possible); }
    .unknown { fill: var(--unknown); }
    .hatch { fill: var(--paper); }
    .legend { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none; }
    .swatch { width: 28px; height: 14px; vertical-align: -1px; }
    @media (max-width: 30rem) {
      th, td { font-size: 0.95rem; }
      tbody th { min-width: 6.25rem; width: 6.25rem; }
      td ul { padding-left: 0; list-style: none; }
    }
    @media (forced-colors: active) {
      .closed, .paused, .possible, .unknown { fill: CanvasText; }
      .hatch, .track { fill: Canvas; }
      .track, .timeline line { stroke: CanvasText; }
      .timeline text, .timeline text.month { fill: CanvasText; }
      .channel { border-color: CanvasText; }
    }
    @media (prefers-reduced-motion: reduce) {
      * { scroll-behavior: auto !important; transition: none !important; animation: none !important; }
      .aged { animation: aged 1ms 58s forwards !important; }
    }
    @media print {
      :root {
        --paper: #ffffff; --ink: #000000; --faint: #333333; --edge: #666666; --link: #000000;
        --open: #000000; --closed: #000000; --unknown: #000000; --paused: #444444; --possible: #444444;
        --warning: #ffffff;
      }
      body { max-width: none; font-size: 11pt; }
      nav, .skip, .unseen { display: none; }
      .channel, .explanation, tr, figure { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
      .timeline, .swatch { print-color-adjust: exact; }
    }
    """#
}
