extension Asset {
    static let icon = Asset(
        name: "icon.svg", type: "image/svg+xml",
        text: #"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
            <circle cx="16" cy="16" r="15" fill="#1b2a55"/>
            <g stroke="#8fb0ff" stroke-width="1.4" fill="none"><path d="M7 21 13 11 21 14 25 7"/></g>
            <g fill="#fff"><circle cx="7" cy="21" r="2"/><circle cx="13" cy="11" r="2.6"/><circle cx="21" cy="14" r="1.8"/><circle cx="25" cy="7" r="1.6"/></g>
            </svg>
            """#)
}
